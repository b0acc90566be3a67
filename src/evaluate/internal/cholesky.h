// How is S b = r solved when S may be singular? A factorisation that skips dependent rows, and
// conjugate gradients for what is too large for it.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace formulary::evaluate {

// Factorise a symmetric, positive semidefinite matrix in place (row-major, lower triangle; the
// upper one is ignored). A row whose pivot is below 1e-11 of `scale` depends on earlier rows: its
// pivot becomes 0, and its unknown is 0 in solutions. Returns how many were skipped.
std::size_t factorise_skipping(std::vector<double>& matrix, const std::vector<double>& scale);

// Solve for `width` right sides at once, in place (rows x width).
void solve_skipping(const std::vector<double>& lower, std::vector<double>& right,
                    std::size_t width);

// Solve S x = right for as many right sides (rows x sides) as there are targets, preconditioned by
// the diagonal, until the preconditioned norm of each residual is below its target. S may be
// singular: what rounding puts outside its range stays below the target, so it must not be 0.
std::vector<double> conjugate_gradients(
    const std::function<std::vector<double>(const std::vector<double>&)>& times,
    const std::vector<double>& diagonal, std::vector<double> right,
    const std::vector<double>& targets, int& iterations);

}  // namespace formulary::evaluate
