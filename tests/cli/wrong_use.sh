# Does a wrong or an unlucky request end with the right exit code and a reason, never with a crash?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

request=(configure --country kazakhstan --sector refining --goal exports)
ask configure --country kazakhstan --sector biotech_pharma --goal technology_leadership \
  --budget 5bn -o package.json

# 1: the answer is no.
want 1 "${request[@]}" --budget 1.00
check '... with what would help' answers 'What would help'
want 1 "${request[@]}" --budget 0
want 1 "${request[@]}" --budget 5bn --region KZ-10
check '... because no firm is there' answers 'firms'
want 1 check "$work"
want 1 check /nonexistent
want 1 check --content /nonexistent
want 1 check --countries /nonexistent --json

# 2: wrong use.
want 2 configure --country kazakhstan --sector refining --goal world_peace --budget 5bn
check '... names the goals' complains 'import_substitution.*exports.*technology_leadership'
for amount in -1 -5bn nan inf -inf '' ' ' abc 1e9 5bnn 5BN 0x10 1,000 5.999 . - -- bn 50bnbn \
  99999999999999999999 92233720368547758.08 ٥ ５; do
  want 2 "${request[@]}" --budget="$amount"
done
want 2 configure --country kazakhstan --sector refining --goal exports --budget 5bn --years 0
for wrong in '--years 16' '--years -1' '--years 2.5' '--years x' '--company-type alien' \
  '--gap nan' '--gap 100' '--gap -1' '--seed -1' '--seed 99999999999' '--seed x' \
  '--threads -1' '--threads 1025' '--threads x' '--lang de' '--budget 6bn' '--sector mining' \
  '-o' extra '--region'; do
  # shellcheck disable=SC2086
  want 2 "${request[@]}" --budget 5bn $wrong
done
for wrong in '--draws 0' '--draws -1' '--draws 100001' '--draws x' '--draws 1e2' '--seed -1' \
  '--seed 1.5' '--html' '--firms x' '--draws 2 --draws 3' another.json; do
  # shellcheck disable=SC2086
  want 2 pretest package.json $wrong
done
# Numbers below 0 or beyond 64 bits wrap around to "all firms".
for wrong in -1 -1000 99999999999999999999; do
  want 2 pretest package.json --draws 2 --firms "$wrong"
done
# Wrong arguments that are called bad data.
for wrong in '--risk-aversion nan' '--risk-aversion -1' '--risk-aversion inf' \
  '--minimum-region-share nan' '--minimum-region-share 2' '--minimum-region-share -0.1'; do
  # shellcheck disable=SC2086
  want 2 "${request[@]}" --budget 5bn $wrong
done
want 2 toolbox nosuch
want 2 toolbox ../kpis/net_jobs
want 2 stages --country kazakhstan --sector nosuch

# A sector, region or country that no pack has: 3 today, where `stages --sector` and `toolbox ID`
# say 2. Either is a plain refusal; the list of what there is must stand in it.
want '2 3' diagnose --country kazakhstan --sector nosuch
check '... lists the sectors' complains 'choose one of ai_software, biotech_pharma'
want '2 3' diagnose --country kazakhstan --sector services
check '... says why' complains 'not analysed'
want '2 3' diagnose --country kazakhstan --sector refining --region KZ-99
check '... lists the regions' complains 'choose one of KZ-10'
want '2 3' sensitivity --country kazakhstan --sector nosuch
want '2 3' "${request[@]}" --budget 5bn --region KZ-99
for country in atlantis '' . .. ../countries/kazakhstan /etc kazakhstan/ $'kaz\nakhstan' \
  "$(printf 'x%.0s' {1..5000})"; do
  want '2 3' stages --country "$country"
  check '... lists the packs' complains 'choose one of georgia, kazakhstan'
done
want 2 diagnose --country kazakhstan --sector refining --region ''
cd / || exit 1
ask check
if ((status == 2)); then
  check 'without a toolbox anywhere it says what to do' complains 'give --content and --countries'
else
  skip 'no toolbox anywhere' 'the program lies inside a checkout'
fi
cd "$work/checkout" || exit 1

# Whatever comes: an exit code of the table, a reason, no crash. want() looks at the rest.
any='0 1 2 3 4'
long=$(printf 'a%.0s' {1..100000})
while IFS= read -r line; do
  eval "words=($line)"
  want "$any" "${words[@]}"
done <<'LIST'
'' ''
-
--
-- check
--json
--json --json check
check ''
check -- --json
check $'\x01\x02'
check $'\xff\xfe'
check "$long"
check --content "$long"
check --content '' --countries ''
check --content content/instruments
check --content package.json
check --countries countries/kazakhstan
check --content countries --countries content
toolbox $'\xff'
toolbox "$long"
toolbox '%s%n%s'
toolbox "'; drop table"
toolbox content/instruments/tax_incentive.yaml
stages --country $'\xc0\xaf'
stages --country kazakhstan --sector ''
stages --country kazakhstan --sector $'a\nb'
stages --panel ''
stages --panel .
stages --panel package.json
stages --panel /proc/self/mem
diagnose --country kazakhstan --sector "$long"
diagnose --country kazakhstan --sector refining --region $'\x7f'
sensitivity --country kazakhstan --sector refining --sector refining --seed 4294967295
sensitivity --country kazakhstan --sector '' --sector ''
"${request[@]}" --budget 5bn --years 1
"${request[@]}" --budget 5bn --years 15
"${request[@]}" --budget 0.01
"${request[@]}" --budget 92233720368547758.07
"${request[@]}" --budget 1000000bn
"${request[@]}" --budget 5bn --gap 0
"${request[@]}" --budget 5bn --gap 99.999
"${request[@]}" --budget 5bn --gap 1e-300
"${request[@]}" --budget 5bn --risk-aversion 100
"${request[@]}" --budget 5bn --risk-aversion 1e-320
"${request[@]}" --budget 5bn --minimum-region-share 0.05
"${request[@]}" --budget 5bn --region KZ-75 --region KZ-75
"${request[@]}" --budget 5bn --company-type sme --company-type sme
"${request[@]}" --budget 5bn --company-type newcomer
"${request[@]}" --budget 5bn --seed 0 --threads 1024
"${request[@]}" --budget 5bn --json --help
pretest ''
pretest -
pretest .
pretest content/roles.yaml
pretest /proc/self/environ
pretest package.json --draws 1 --firms 1
pretest package.json --draws 1 --firms 2
pretest package.json --draws 2 --seed 4294967295 --threads 1024
pretest package.json --draws 2 --firms 1000000000
completion ''
completion "$long"
LIST
# Too few firms over the whole country leave none in the sector of the package.
for firms in 1 50; do
  want "$any" pretest package.json --draws 2 --firms "$firms" --whole-country
done
want 0 pretest package.json --draws 1 --firms 5000 --whole-country

finish
