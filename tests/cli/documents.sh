# Is every --json answer one document that keeps its published schema and interfaces.md?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

# Ask with --json, then check the schema and the fields that interfaces.md promises.
document() {
  local codes=$1 schema=$2 fields=$3
  shift 3
  want "$codes" "$@" --json
  check "... keeps docs/schema/$schema.schema.json" \
    "$probe" validate "$root/docs/schema/$schema.schema.json" "$out"
  # shellcheck disable=SC2086
  check "... has the promised fields" "$probe" has "$out" $fields
  check "... ends with one line break" test "$(tail -c 2 "$out")" = '}'
}

document 0 check '/ok /problems' check
cp content/kpis/net_jobs.yaml "$work/net_jobs.yaml"
echo 'nosuch: key' >>content/kpis/net_jobs.yaml
document 1 check '/ok /problems/*/file /problems/*/line /problems/*/reason' check
check '... says no' test "$("$probe" get "$out" /ok)" = false
cp "$work/net_jobs.yaml" content/kpis/net_jobs.yaml

tool=/instruments/*
document 0 toolbox "$tool/id $tool/family $tool/stages $tool/company_types $tool/goals
  $tool/components $tool/contraindications $tool/kpis $tool/evidence /kpis/* /problems/*" toolbox
check '... lists every card' test "$(grep -c '"family":' "$out")" -ge \
  "$(find content/instruments -name '*.yaml' | wc -l)"
document 0 toolbox "$tool/id" toolbox tax_incentive

p=/sectors/*/probabilities
stage="/sectors/*/sector /sectors/*/stage /sectors/*/year /sectors/*/evidence /sectors/*/path
  $p/emerging $p/growth $p/maturity $p/decline"
document 0 stages "$stage" stages --country kazakhstan
document 0 stages "$stage" stages --country georgia
document 0 stages "$stage" stages --country kazakhstan --sector refining
check '... of the one sector' test "$("$probe" get "$out" /sectors/0/sector)" = refining
check '... and no other' lacks '"sector": "mining"' "$out"
document 0 stages "$stage" stages --panel content/panels/us_bls_klems.csv

c=/components/*
q=/problems/*
diagnosis="/sector /stage $c/component $c/access $c/benchmark $c/shadow_return $c/binding
  $q/problem $q/score $q/evidence $q/instruments $q/kpis"
document 0 diagnosis "$diagnosis" diagnose --country kazakhstan --sector refining
document 0 diagnosis "$diagnosis" diagnose --country kazakhstan --sector biotech_pharma \
  --region KZ-75
check '... of the region' test "$("$probe" get "$out" /region)" = KZ-75
document 0 diagnosis "$diagnosis" diagnose --country georgia --sector food

r=/cells/*
sensitivity="$r/sector $r/instrument $r/company_type $r/response/mean $r/response/p5
  $r/response/p95 $r/per_cost $r/reason"
document 0 sensitivity "$sensitivity" sensitivity --country kazakhstan --sector refining
document 0 sensitivity "$sensitivity" sensitivity --country georgia

m=/package/measures/*
package="/status /gap $m/instrument $m/sector $m/region $m/company_type $m/dose $m/budget
  $m/kpis/*/kpi $m/kpis/*/baseline $m/kpis/*/target $m/kpis/*/period $m/schedule
  $m/stakeholders $m/why /refused/*/instrument /refused/*/reason /alternatives /blanket /benefit"
request=(configure --country kazakhstan --sector biotech_pharma --goal technology_leadership
  --budget 5bn --years 5)
document 0 package "$package" "${request[@]}" -o package.json
check '... which -o writes too' "$probe" equal-but-run "$out" package.json
document 0 package "/status $m/instrument" "${request[@]}" --company-type sme --company-type large
document 0 package /status "${request[@]}" --region KZ-75 --region KZ-71
document 1 package '/status /gap /package /refused /alternatives /blanket /benefit' \
  configure --country kazakhstan --sector refining --goal exports --budget 1.00
check '... which says no' test "$("$probe" get "$out" /status)" = infeasible
check '... and what binds' "$probe" has "$out" '/limits/*' /hint/en /hint/ru /hint/kk

k=/kpis/*
forecast="/measures/*/instrument /measures/*/company_type /measures/*/eligible /measures/*/aware
  /measures/*/applied /measures/*/awarded /measures/*/money_runs_out /measures/*/deadweight
  $k/kpi $k/p5 $k/p25 $k/p50 $k/p75 $k/p95 $k/additionality /cost /per_cost
  /run/firm_years_per_second"
document 0 forecast "$forecast" pretest package.json --draws 4 -o forecast.json
check '... which -o writes too' "$probe" equal-but-run "$out" forecast.json
document 0 forecast "$forecast" pretest package.json --draws 1 --firms 100
check 'there are as many draws as were asked' test "$("$probe" get "$out" /draws)" = 1

# The same document through -o -, and not twice.
want 0 pretest package.json --draws 4 -o -
check '-o - is one document' "$probe" equal-but-run "$out" forecast.json
want 0 pretest package.json --draws 4 -o - --json
check '-o - --json is one document' "$probe" equal-but-run "$out" forecast.json

# Colour only on a terminal, and not with NO_COLOR or a dumb one. script(1) is of Debian's base.
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
  on_terminal() {
    local line
    line=$(printf '%q ' "$program" toolbox)
    TERM=${1:-xterm} script -qec "$line" /dev/null </dev/null >"$work/terminal" 2>&1
    LC_ALL=C grep -c $'\033\[' "$work/terminal"
  }
  check 'a terminal gets colour' test "$(on_terminal)" -gt 0
  check 'NO_COLOR is obeyed' test "$(NO_COLOR=1 on_terminal)" = 0
  check 'an empty NO_COLOR is none' test "$(NO_COLOR='' on_terminal)" -gt 0
  check 'a dumb terminal gets no colour' test "$(on_terminal dumb)" = 0
else
  skip 'colour on a terminal' 'script(1) is not there or finds no pseudo-terminal'
fi

finish
