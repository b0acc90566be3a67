# Is bad input data refused with its place and reason, and exit code 3 (1 where `check` looks)?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

diagnose=(diagnose --country kazakhstan --sector refining)
configure=(configure --country kazakhstan --sector refining --goal exports --budget 5bn)
want 0 configure --country kazakhstan --sector biotech_pharma --goal technology_leadership \
  --budget 5bn -o "$work/good.json"
ask "${configure[@]}" -o "$work/refining.json"

# Spoil the fresh checkout by a command; `check` says no, the other commands refuse, both with the
# reason.
spoilt() {
  local reason=$1
  shift
  rm -rf content countries
  cp -r "$root/content" "$root/countries" .
  eval "$*"
  want 1 check
  check "... $reason" answers "$reason"
  want 3 "${diagnose[@]}"
  check "... $reason" complains "$reason"
}
spoilt 'roles.yaml:[0-9]+: not YAML' 'echo "- {id: [" >>content/roles.yaml'
want 3 toolbox
want 3 "${configure[@]}"
want 3 pretest "$work/good.json"
want 3 sensitivity --country kazakhstan
want 3 stages --country kazakhstan
want 3 stages --panel content/panels/us_bls_klems.csv
spoilt 'accelerator.yaml:1: .*unknown key|accelerator.yaml:[0-9]+: .*nosuch' \
  'echo "nosuch: 1" >>content/instruments/accelerator.yaml'
spoilt "accelerator2.yaml:1: id: 'accelerator' is not the name of the file" \
  'cp content/instruments/accelerator.yaml content/instruments/accelerator2.yaml'
spoilt "indicators.yaml:[0-9]+: id: '[a-z_]+' stands twice" \
  'cat "$root/content/indicators.yaml" >>content/indicators.yaml'
spoilt 'roles.yaml:1: the byte 0xff is not valid UTF-8' \
  'iconv -f utf-8 -t utf-16 "$root/content/roles.yaml" >content/roles.yaml'
spoilt 'profiles.yaml:[0-9]+: the byte 0xe9 is not valid UTF-8' \
  'printf "# caf\351\n" >>content/profiles.yaml'
spoilt 'firms.csv:1: the byte 0xff is not valid UTF-8' \
  'iconv -f utf-8 -t utf-16 "$root/countries/kazakhstan/firms.csv" \
    >countries/kazakhstan/firms.csv'
spoilt 'firms.csv:[0-9]+: .*is not' 'sed -i "s/^refining,large,[0-9]*/refining,large,nan/" \
  countries/kazakhstan/firms.csv'
spoilt 'sectors.yaml: the file is missing' 'rm countries/kazakhstan/sectors.yaml'
spoilt 'content/parameters' 'rm -r content/parameters'
spoilt "series.csv:[0-9]+: the row has 2 fields" \
  "printf 'refining,price_growth\\n' >>countries/kazakhstan/series.csv"
spoilt "the sector 'refining' has no firms" 'sed -i -E "s/^(refining,[^,]*),[0-9.]+/\1,0/" \
  countries/kazakhstan/firms.csv'
want 3 "${configure[@]}"
want 3 sensitivity --country kazakhstan --sector refining
want 3 pretest "$work/refining.json" --draws 2
want 3 pretest "$work/refining.json" --draws 2 --whole-country

# A pack without any firm: today `check` finds it sound.
fresh_checkout
sed -i '2,$d' countries/kazakhstan/firms.csv
want 1 check
want 3 "${diagnose[@]}"
want '1 3' "${configure[@]}"
want 3 sensitivity --country kazakhstan --sector refining

# A missing pack is no mistake of the others.
fresh_checkout
rm -r countries/kazakhstan
want 0 check
want '2 3' "${diagnose[@]}"
check '... lists the packs' complains 'choose one of georgia'
want 3 pretest "$work/good.json"
want 0 diagnose --country georgia --sector food
rm -r countries/georgia
want '2 3' "${diagnose[@]}"
check '... says that there is none' complains 'no country pack.*(none|is empty|holds)'

# A sector without series data: the honest stage is the initial probabilities, said to be that.
fresh_checkout
sed -i '/^refining,/d' countries/kazakhstan/series.csv
want 0 check
want 0 stages --country kazakhstan --sector refining --json
check '... says that it has no data' test "$("$probe" get "$out" /sectors/0/no_data)" = true
check '... names no year' test "$("$probe" get "$out" /sectors/0/year)" = null
check '... and no evidence' test "$("$probe" get "$out" /sectors/0/evidence)" = '[]'
check '... spreads the odds' test "$("$probe" get "$out" /sectors/0/probabilities/maturity)" != 1.0
want 0 stages --country kazakhstan --sector refining
check '... says so to a person' answers '[Nn]o (data|series|figures)|without data'
want 0 "${diagnose[@]}"
check '... says so to a person' answers '[Nn]o (data|series|figures)|without data'
want 0 "${configure[@]}"

# Packages that are none, or not whole. The reason names the file.
fresh_checkout
cp "$work/good.json" .
refused() {
  local reason=$1
  want 3 pretest bad.json --draws 2
  check "... $reason" complains "$reason"
}
unnamed() {
  refused "$1"
  check '... names the file' complains 'bad\.json'
}
named() {
  refused "$1"
  check '... names the file' complains 'bad\.json'
}
patched() { "$probe" patch good.json "$1" >bad.json || verdict 0 "patch $1"; }
replace() { patched '[{"op": "replace", "path": "'"$1"'", "value": '"$2"'}]'; }
: >bad.json && unnamed 'not JSON'
head -c 20000 good.json >bad.json && unnamed 'not JSON'
head -c -2 good.json >bad.json && unnamed 'not JSON'
{ cat good.json && echo '{}'; } >bad.json && unnamed 'not JSON'
iconv -f utf-8 -t utf-16 good.json >bad.json && unnamed 'not JSON'
LC_ALL=C sed '0,/"engine": "/s//&\xe9/' good.json >bad.json && unnamed 'not JSON'
sed '0,/"dose": [0-9.]*/s//"dose": NaN/' good.json >bad.json && unnamed 'not JSON'
sed '0,/"dose": [0-9.]*/s//"dose": 1e999/' good.json >bad.json && unnamed 'out of range'
sed '0,/"engine"/s//"engine": "0", "engine"/' good.json >bad.json && unnamed 'written twice'
printf '[%.0s' {1..100000} >bad.json && unnamed 'nest deeper'
for text in '{}' '[]' null '"text"' 1; do
  echo "$text" >bad.json && unnamed 'not a package'
done
cp "$root/README.md" bad.json && unnamed 'not JSON'
head -c 100000 "$program" >bad.json && unnamed "not JSON|nest deeper"
replace /engine '"0.0.9"' && named "is '0.0.9', this program is"
replace /schema '"formulary/package/2"' && named 'schema.*formulary/package/1'
ask pretest good.json --draws 2 -o bad.json && refused 'envelope|schema'
patched '[{"op": "remove", "path": "/package/measures/0/budget"}]' && named 'budget'
replace /package/measures/0/dose null && named 'dose: must be a number'
replace /package/measures/0/dose -5 && named 'dose: -5 is out of range'
replace /package/measures/0/dose 1e300
want 3 pretest bad.json --draws 2
replace /package/measures/0/expected_awards 1e300
want 3 pretest bad.json --draws 2
replace /package/measures/0/coverage 1e300 && named 'coverage: .* is out of range'
replace /package/measures/0/facility_share 1.5 && named 'facility_share: 1.5 is out of range'
replace /package/measures/0/instrument '"nosuch"' && named "no instrument 'nosuch'"
replace /package/measures/0/variant '"nosuch"' && named "no form 'nosuch'"
replace /package/measures/0/region '"KZ-99"' && named "no region 'KZ-99'"
replace /package/measures/0/sector '"mining"' && named 'sector'
replace /package/measures/0/kpis '[]' && named 'no support without a KPI'
replace /package/measures/0/budget_minor '"1"' && named 'budget'
replace /package/measures/0/budget_minor 1 && named 'budget_minor'
replace /package/measures/0/budget_by_year_minor '[]' && named 'has 0 years'
replace /envelope/budget_minor '"99999999999999999999999"' && named 'budget_minor'
replace /envelope/years 1000000 && named 'years'
replace /envelope/country '"georgia"' &&
  named "country_hash: it was made with another state of the country pack 'georgia'"
for country in '"atlantis"' '"../kazakhstan"' '""' null 7; do
  replace /envelope/country "$country" && want 3 pretest bad.json
done
patched '[{"op": "copy", "from": "/package/measures/0", "path": "/package/measures/-"}]' &&
  named 'id of two measures'
patched '[{"op": "add", "path": "/nosuch", "value": 1}]' && named 'unknown key'
patched '[{"op": "remove", "path": "/provenance"}]' && named 'provenance'
ask "${configure[@]/5bn/1.00}" -o bad.json
named 'no package here'
want 3 pretest nosuch.json
check '... names the file' complains 'nosuch.json: the file is missing'
mkfifo pipe.json
want 3 pretest pipe.json
check '... is no file' complains 'is not a file'
truncate -s 300M huge.json
want 3 pretest huge.json
check '... is above the limit' complains 'more than the limit'

# Packages made with other content than is here now: which one differs, and what to do.
other_content() {
  local which=$1 option=$2
  want 3 pretest good.json --draws 2
  check "... $which differs" complains "^formulary: good\.json: /provenance/${which}_hash: "
  check "... and nothing else" test "$(wc -l <"$err")" = 1
  check "... what to do" complains "configure it again, or pretest with $option as it was then"
}
echo '# a remark' >>content/roles.yaml
other_content toolbox --content
want 0 pretest good.json --draws 2 --content "$root/content"
fresh_checkout
cp "$work/good.json" .
echo '# a remark' >>countries/kazakhstan/country.yaml
other_content country --countries
want 0 pretest good.json --draws 2 --countries "$root/countries"
echo '# a remark' >>content/roles.yaml
want 3 pretest good.json --draws 2
check '... both differ' test "$(grep -cE '(toolbox|country)_hash: ' "$err")" = 2
fresh_checkout
cp "$work/good.json" .
echo '# a remark' >>countries/georgia/country.yaml
want 0 pretest good.json --draws 2

# What is not wrong: a byte order mark, no run, no measure.
{ printf '\357\273\277' && cat good.json; } >bad.json && want 0 pretest bad.json --draws 2
patched '[{"op": "remove", "path": "/run"}]' && want 0 pretest bad.json --draws 2
patched '[{"op": "replace", "path": "/package/measures", "value": []}]' &&
  want 0 pretest bad.json --draws 2

finish
