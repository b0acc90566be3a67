# Do the designs of `evaluate` (cut-off, synthetic, alike, lottery, several studies) answer, find what
# was put in, and refuse bad panels clearly?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout
sample=content/panels/sample_awards.csv
valid() { "$probe" validate "$root/docs/schema/finding.schema.json" "$out"; }
says() { test "$("$probe" get "$out" "$1")" = "$2"; }
near() {  # FIELD LOW HIGH
  awk -v x="$("$probe" get "$out" "$1")" -v a="$2" -v b="$3" 'BEGIN {exit !(x >= a && x <= b)}'
}
named() {
  want "$@" --json
  check '... keeps the schema' valid
}
unknown() {
  check "... $1" says /why/id "$1"
  check '... says what would tell' "$probe" has "$out" /remedy/text/kk
}
in_languages() {
  local language
  for language in ru kk; do
    want "$@" --lang "$language"
    check "... in $language without English words" lacks '\b(the|of|and|is|are|to|for|in)\b' \
      <(grep -v 'formulary evaluate' "$out")
  done
}

# Applicants: scores from -1 to 1, awards from 0 on add 5 to a slope of 2; 900 of 1000 winners and
# none else use them; firms draw lots by turns.
applicants=$work/applicants.csv
awk 'BEGIN {
  print "score,jobs,used,size,office,won,top"
  for (i = 0; i < 2000; ++i) {
    score = (2 * i + 1) / 2000 - 1
    used = score >= 0 && i % 10 != 3
    noise = ((i * 7919) % 101) / 50 - 1
    size = ((i * 104729) % 997) / 500
    won = (i * 31 + int(i / 7)) % 2
    printf "%.6f,%.6f,%d,%.4f,%d,%d,%d\n", score, 20 + 2 * score + 5 * used + noise, used,
           size, i % 40, won, (score >= 0)
  }
}' >"$applicants"
rdd=(evaluate rdd --panel "$applicants" --outcome jobs --running score)
named 0 "${rdd[@]}"
check '... 2000 rows' says /n 2000
check '... near 5 x 0.9' near /estimates/2/estimate 4.1 4.9
check '... tests for sorting' near /diagnostics/density_p 0.05 1
cp "$out" "$work/first.json"
named 0 "${rdd[@]}" --threads 1
check '... the same on one thread' cmp "$out" "$work/first.json"
named 0 "${rdd[@]}" --fuzzy used --covariates size
check '... near 5' near /estimates/2/estimate 4.6 5.4
check '... and how many use it' near /estimates/3/estimate 0.8 1
named 0 "${rdd[@]}" --cluster office --bandwidth 0.4 --bias-bandwidth 0.6 --kernel epa
check '... the bandwidth that was given' says /diagnostics/h_left 0.4
for rule in msetwo msesum msecomb1 msecomb2 cerrd certwo cersum cercomb1 cercomb2; do
  named 0 "${rdd[@]}" --bandwidth "$rule" --kernel uni --vce hc3 --p 2
done
in_languages 0 "${rdd[@]}" --fuzzy used
named 1 "${rdd[@]}" --cutoff 7
unknown nothing_at_cutoff
want 1 "${rdd[@]}" --cutoff 7
check '... says it to people' answers 'nobody stands near the cut-off'
want 2 "${rdd[@]}" --bandwidth wide
want 2 "${rdd[@]}" --kernel gauss
want 2 "${rdd[@]}" --p 1 --q 1
want 3 "${rdd[@]}" --covariates height
sed '3s/^[^,]*/none/' "$applicants" >"$work/text.csv"
want 3 evaluate rdd --panel "$work/text.csv" --outcome jobs --running score
check '... names the line' complains ':3: '

synthetic=(evaluate synthetic --panel "$sample" --outcome log_revenue --unit firm --time year
           --treated awarded)
named 0 "${synthetic[@]}" --se bootstrap --draws 50
check '... 90 firms' says /n 90
check '... near what was put in' near /estimates/0/estimate 0.04 0.12
check '... three terms, two cohorts' says /estimates/2/term cohort::2023
for method in sc did; do
  named 0 "${synthetic[@]}" --method "$method" --se jackknife
done
named 0 "${synthetic[@]}" --solver exact --se none
in_languages 0 "${synthetic[@]}" --se jackknife
awk -F, -v OFS=, 'NR > 1 && $1 != "F001" {$5 = 0} {print}' "$sample" >"$work/one.csv"
one=("${synthetic[@]}")
one[3]=$work/one.csv
named 0 "${one[@]}"
check '... each control once' says /diagnostics/controls 89
named 1 "${one[@]}" --se bootstrap
unknown no_bootstrap
awk -F, -v OFS=, '$1 == "F001" && $3 == 2024 {$5 = 0} {print}' "$sample" >"$work/off.csv"
one[3]=$work/off.csv
want 3 "${one[@]}"
check '... a treatment that switches off' complains 'switches off'
{ cat "$sample" && sed -n 2p "$sample"; } >"$work/twice.csv"
one[3]=$work/twice.csv
want 3 "${one[@]}"
check '... a firm twice in a year' complains 'is twice in'

match=(evaluate match --panel "$applicants" --outcome jobs --treatment won --covariates 'size + score')
for estimator in ipw aipw nearest; do
  for estimand in att ate; do
    named 0 "${match[@]}" --estimator "$estimator" --estimand "$estimand"
    check '... nothing was put in' near /estimates/0/estimate -0.5 0.5
  done
done
in_languages 0 "${match[@]}"
match[7]=top
named 1 "${match[@]}"
unknown no_overlap
match[7]=size
want '2 3' "${match[@]}"

lottery=(evaluate lottery --panel "$applicants" --outcome jobs --won won)
named 0 "${lottery[@]}" --stratum office --draws 500
check '... nothing was put in' near /estimates/0/p 0.01 1
in_languages 0 "${lottery[@]}" --taken used --draws 200
want 3 "${lottery[@]}" --stratum nowhere

# Three studies by hand: mean 3, variance between them 14 / 2 - 1.
printf 'study,yi,vi\nA,1,1\nB,2,1\nC,6,1\n' >"$work/studies.csv"
pool=(evaluate pool --panel "$work/studies.csv" --effect yi --variance vi --study study)
for method in REML DL PM ML HE SJ EB HS FE; do
  named 0 "${pool[@]}" --method "$method"
done
named 0 "${pool[@]}" --test z
check '... the mean' near /estimates/0/estimate 2.999999 3.000001
check '... the variance between' near /diagnostics/tau2 5.999999 6.000001
check '... without C' near /diagnostics/without.C 1.499999 1.500001
in_languages 0 "${pool[@]}"
printf 'study,yi,vi\nA,1,1\n' >"$work/studies.csv"
named 1 "${pool[@]}"
unknown one_study
printf 'study,yi,vi\nA,1,1\nB,2,0\n' >"$work/studies.csv"
want 3 "${pool[@]}"
check '... a variance of 0' complains 'is not above 0'

finish
