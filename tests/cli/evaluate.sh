# Does `evaluate` say what a measure caused, name what it left out, and refuse bad panels clearly?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout
sample=content/panels/sample_awards.csv
panel=$work/panel.csv
file=  # the panel that is asked, where it is not the sample
valid() { "$probe" validate "$root/docs/schema/finding.schema.json" "$out"; }
says() { test "$("$probe" get "$out" "$1")" = "$2"; }

fe() {
  local codes=$1 formula=$2
  shift 2
  want "$codes" evaluate fe --panel "${file:-$sample}" --formula "$formula" "$@"
}
staggered() {
  local codes=$1
  shift
  want "$codes" evaluate staggered --panel "${file:-$sample}" --outcome log_revenue --unit firm \
    --time year "$@"
}
named() {
  fe 0 "$@" --json
  check '... keeps the schema' valid
  check '... has the promised fields' "$probe" has "$out" '/estimates/*/term' \
    '/estimates/*/estimate' '/estimates/*/se' '/estimates/*/ci_low' '/estimates/*/ci_high' \
    '/estimates/*/p' /n /dropped /diagnostics/variance/en /diagnostics/k /diagnostics/df \
    /diagnostics/groups /diagnostics/tolerance
}

# Fixed effects. The estimate lies near the mean of the effects that the sample was made with.
named 'log_revenue ~ awarded | firm + year' --cluster firm
check '... 720 rows' says /n 720
check '... 90 clusters' says /diagnostics/groups/firm 90
check '... near what was put in' grep -qE '"estimate": 0\.0[6-9]' "$out"
cp "$out" "$work/first.json"
named 'log_revenue ~ awarded | firm + year' --cluster firm --threads 1
check '... the same on one thread' cmp "$out" "$work/first.json"
{ head -n 1 "$sample" && sed 1d "$sample" | sort -r; } >"$panel"
file=$panel fe 0 'log_revenue ~ awarded | firm + year' --cluster firm --json
check '... the order of rows does not matter' says /n 720
file=
named 'log_revenue ~ awarded + log(employees) | firm + region^year' --cluster firm,year
named 'log_revenue ~ i(year, awarded, ref = 2020) + employees | firm' --vcov hc1
named 'log_revenue ~ employees'
named 'log_revenue ~ 1 | firm + year' --iv 'awarded ~ award_year:employees + employees:year'
named 'employees ~ awarded | firm + year' --family poisson --cluster firm
fe 0 'log_revenue ~ awarded | year' --cluster region --wild awarded --draws 199 --seed 7 --json
check '... keeps the schema' valid
check '... has the p of the bootstrap' "$probe" has "$out" /diagnostics/wild_p
check '... warns of few clusters' grep -q '"few_clusters"' "$out"
fe 0 'log_revenue ~ awarded + employees + log(employees) | firm' --level 0.9
check '... with 90 % intervals' answers '90% interval'
for language in ru kk; do
  fe 0 'log_revenue ~ awarded | firm + year' --cluster firm --lang "$language"
  check "... in $language without English words" lacks '\b(the|of|and|is|are|to|do not)\b' \
    <(grep -v 'formulary evaluate' "$out")
done

# Staggered adoption.
for aggregate in simple dynamic group calendar none; do
  staggered 0 --first award_year --aggregate "$aggregate" --json
  check '... keeps the schema' valid
  check '... 90 firms' says /n 90
done
staggered 0 --treated awarded --json
check '... a switch says the same' grep -q '"estimate": 0.07963541666666' "$out"
staggered 0 --first award_year --control notyet --covariates 'employees' --method dr --draws 199 \
  --json
check '... keeps the schema' valid
staggered 0 --first award_year --aggregate dynamic --universal --anticipation 1
for language in ru kk; do
  staggered 0 --first award_year --aggregate dynamic --draws 99 --lang "$language"
  check "... in $language without English words" lacks '\b(the|of|and|is|are|to|for)\b' \
    <(grep -v 'formulary evaluate' "$out")
done

# The data cannot tell: exit code 1, why, and what would.
unknown() {
  local id=$1
  check "... $id" says /why/id "$id"
  check '... keeps the schema' valid
  check '... says what would tell' "$probe" has "$out" /remedy/text/kk
}
fe 1 'log_revenue ~ award_year | firm' --json
unknown nothing_to_estimate
sed 's/,[a-z]*,20/,one,20/' "$sample" >"$panel"
file=$panel fe 1 'log_revenue ~ awarded' --cluster region --json
unknown one_cluster
awk -F, -v OFS=, 'NR > 1 && $1 != "F001" {$4 = 0; $5 = 0} {print}' "$sample" >"$panel"
file=$panel staggered 1 --first award_year --json
unknown one_treated_unit
file=$panel staggered 1 --first award_year
check '... says it to people' answers 'one treated unit'
head -n 1 "$sample" >"$panel"
file=$panel fe 1 'log_revenue ~ awarded | firm' --json
unknown no_rows
file=$panel staggered 1 --first award_year --json
unknown no_rows
awk -F, 'NR == 1 || $4 > 0' "$sample" >"$panel"
file=$panel staggered 1 --first award_year --json
unknown no_controls
file=$panel staggered 0 --first award_year --control notyet --json
check '... says which years had no control left' grep -q '"no_control_left"' "$out"

# Bad panels: exit code 3, with the line.
bad() {
  local reason=$1
  check "... $reason" complains "$reason"
}
file=
fe 3 'log_revenue ~ nosuch | firm' && bad 'there is no column nosuch .it has firm, region, year'
fe 3 'log_revenue ~ awarded | nosuch' && bad 'there is no column nosuch'
staggered 3 --first nosuch && bad 'there is no column nosuch'
fe 3 'region ~ awarded | firm' && bad "sample_awards.csv:2: region is no finite number: '"
sed '5s/[0-9.]*$/inf/' "$sample" >"$panel"
file=$panel fe 3 'log_revenue ~ awarded | firm' && bad 'panel.csv:5: log_revenue is no finite number'
sed '5s/[0-9.]*$/1e999/' "$sample" >"$panel"
file=$panel fe 3 'log_revenue ~ awarded | firm' && bad 'panel.csv:5: log_revenue is no finite number'
sed '5s/[0-9.]*$/NA/' "$sample" >"$panel"
file=$panel fe 0 'log_revenue ~ awarded | firm' && check '... says what is missing' \
  answers 'Left out: log_revenue, 1: a value is missing'
sed '7p' "$sample" >"$panel"
file=$panel staggered 3 --first award_year && bad 'panel.csv:8: firm F001 is there twice in 2023'
sed 's/^\(F002,[a-z]*,2024,2023,\)1/\10/' "$sample" >"$panel"
file=$panel staggered 3 --treated awarded && bad 'awarded switches off again in firm F002'
sed 's/^\(F002,[a-z]*,2024,\)2023/\12022/' "$sample" >"$panel"
file=$panel staggered 3 --first award_year && bad 'firm F002 has 2022 in award_year here'
sed 's/,2018,/,0,/' "$sample" >"$panel"
file=$panel staggered 3 --first award_year && bad 'there is a period 0'
file=nosuch.csv fe 3 'y ~ x' && bad 'nosuch.csv: the file is missing'
: >"$panel"
file=$panel fe 3 'y ~ x' && bad 'the table is empty'
file=
fe 3 'employees ~ awarded | firm' --weights nosuch && bad 'there is no column nosuch'

# Wrong use: exit code 2.
fe 2 'log_revenue awarded' && bad "formula: character 13: '~' is missing here"
fe 2 'log_revenue ~ ' && bad 'character 15: a name is missing here'
fe 2 'log_revenue ~ awarded' --vcov cluster && bad 'cluster columns go with'
fe 2 'log_revenue ~ awarded' --cluster firm,firm && bad 'given twice'
fe 2 'log_revenue ~ awarded' --cluster firm,year,region && bad 'one or two'
fe 2 'log_revenue ~ awarded' --wild awarded
fe 2 'log_revenue ~ awarded' --family poisson --iv 'awarded ~ employees'
fe 2 'log_revenue ~ awarded' --iv 'awarded'
for wrong in '--vcov hc9' '--level 1' '--level 95' '--draws 0' '--family probit' '--threads -1'; do
  # shellcheck disable=SC2086
  fe 2 'log_revenue ~ awarded' $wrong
done
staggered 2
staggered 2 --first award_year --treated awarded
staggered 2 --first award_year --covariates 'log(employees)'
for wrong in '--control all' '--method x' '--aggregate x' '--draws 10' '--anticipation -1'; do
  # shellcheck disable=SC2086
  staggered 2 --first award_year $wrong
done
want 2 evaluate
want 2 evaluate nosuch

finish
