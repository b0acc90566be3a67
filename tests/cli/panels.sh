# Does `stages --panel` read the three layouts of docs/methods/stages.md, and refuse what is none,
# within 300 MiB of memory?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout
panel=$work/panel.csv

# Ask for the stages of the panel that stands on stdin.
of_panel() {
  local codes=$1
  shift
  cat >"$panel"
  want "$codes" stages --panel "$panel" "$@"
}
stage_of() { "$probe" get "$out" "/sectors/$1/stage"; }
valid() { "$probe" validate "$root/docs/schema/stages.schema.json" "$out"; }

# The KLEMS layout.
want 0 stages --panel content/panels/us_bls_klems.csv --json
check '... keeps the schema' valid
check '... 60 industries' "$probe" has "$out" /sectors/*/path/*/smoothed/decline
check '... 60 industries' test "$(grep -c '"next_best"' "$out")" = 60
want 0 stages --panel content/panels/us_bls_klems.csv --json \
  --sector 'Printing and Related Support Activities'
check '... printing declines (docs/methods/stages.md)' test "$(stage_of 0)" = decline
want 2 stages --panel content/panels/us_bls_klems.csv --sector nosuch
for language in kk ru; do
  want 0 stages --panel content/panels/us_bls_klems.csv --lang "$language"
done

# The wide layout: a sector that grows and one that shrinks against an economy that stands still.
wide() {
  echo 'sector,year,real_output_growth,employment_growth'
  for year in {2011..2020}; do
    printf '%s\n' "economy,$year,0.02,0.01" "rising,$year,0.08,0.05" "falling,$year,-0.06,-0.05" \
      "steady,$year,0.02,0.01"
  done
}
wide | of_panel 0 --json
check '... keeps the schema' valid
check '... the rising sector grows' test "$(stage_of 0)" = growth
check '... the falling sector declines' test "$(stage_of 1)" = decline
check '... the steady sector is mature' test "$(stage_of 2)" = maturity
cp "$out" "$work/wide.json"

# The long layout of the same figures says the same.
wide | sed 1d | awk -F, 'BEGIN {print "sector,feature,year,value"}
  {print $1 ",real_output_growth," $2 "," $3; print $1 ",employment_growth," $2 "," $4}' \
  | of_panel 0 --json
check '... the long layout answers the same' cmp "$out" "$work/wide.json"
wide | sed 1d | awk -F, 'BEGIN {print "sector,feature,year,value,source,assumed"}
  {print $1 ",real_output_growth," $2 "," $3 ",me,true"}' | of_panel 0 --json
check '... says that its data are assumed' \
  test "$("$probe" get "$out" /sectors/0/from_assumed_data)" = true
wide | sed 's/$/\r/' | of_panel 0 --json
check '... CRLF line breaks answer the same' cmp "$out" "$work/wide.json"
{ printf '\357\273\277' && wide; } | of_panel 0 --json
check '... a byte order mark answers the same' cmp "$out" "$work/wide.json"
{ wide | head -n 1 && wide | sed 1d | sort -r; } | of_panel 0 --json --sector rising
check '... the order of rows does not matter' test "$(stage_of 0)" = growth
wide | sed 's/,0\.05$/,/' | of_panel 0
wide | sed 's/rising/өсіп келе жатқан/' | of_panel 0 --lang kk
check '... a sector has any name' answers 'өсіп келе жатқан'
wide | sed 's/^rising,2020,[^,]*/rising,2020,1e300/' | of_panel '0 3' --json
((status == 3)) || check '... keeps the schema' valid

# What is none.
none() {
  local reason=$1
  of_panel 3
  check "... $reason" complains "$reason"
}
none 'the table is empty' </dev/null
printf 'a,b\n1,2\n' | none 'no column year'
printf 'year,b\n1,2\n' | none 'neither sector nor industry'
printf 'sector;year;real_output_growth\na;2020;0,1\n' | none 'panel.csv:[12]:'
printf 'sector,year,nosuch\na,2020,1\n' | none 'unknown column nosuch'
printf 'sector,feature,year,value\na,nosuch,2020,1\n' | none 'unknown feature nosuch'
wide | grep -v ^economy | none 'no economy to compare with'
wide | sed '2s/0.02/nan/' | none 'panel.csv:2: real_output_growth is no number'
wide | sed '2s/0.02/inf/' | none 'panel.csv:2: real_output_growth is no number'
wide | sed '2s/0.02/1e999/' | none 'panel.csv:2: real_output_growth is no number'
wide | sed '3s/2011/20111/' | none 'panel.csv:3: year is no year'
wide | sed '3s/rising//' | none 'panel.csv:3: sector is empty'
{ wide && wide | tail -n 1; } | none 'steady has real_output_growth twice'
wide | sed '2s/$/,1/' | none 'panel.csv:2: the row has 5 fields, the header 4'
wide | sed '2s/economy/"economy/' | none 'panel.csv:2: .*never closed'
wide | sed '2s/economy/\x1b[31m/' | none 'panel.csv:2: the control character 0x1b'
wide | LC_ALL=C sed '4s/falling/caf\xe9/' | none 'panel.csv:4: the byte 0xe9 is not valid UTF-8'
wide | iconv -f utf-8 -t utf-16 | none 'panel.csv:1: the byte 0xff is not valid UTF-8'
wide | gzip | none 'panel.csv:1: .*not valid UTF-8|control character'
sed '2s/73.854/0/' content/panels/us_bls_klems.csv | none 'output_index must be above 0'
sed '2p' content/panels/us_bls_klems.csv | none 'two rows for 1987'
want 3 stages --panel nosuch.csv
check '... names the file' complains 'nosuch.csv: the file is missing'
want 3 stages --panel content
mkfifo "$work/pipe.csv"
want 3 stages --panel "$work/pipe.csv"
printf 'sector,year,real_output_growth\neconomy,2020,0.1\n' | of_panel '0 3'
((status == 3)) || check '... says that there is no sector' answers '[Nn]o sector|none'

# A line of 1 GB (NUL bytes that take no disk), with and without a header before it.
if ((${FORMULARY_SANITIZED:-0})); then
  skip 'the limit of 300 MiB' 'a sanitizer reserves more addresses'
else
  memory_kib=307200
  echo 'sector,year,real_output_growth' >"$panel"
  truncate -s 1G "$panel"
  want 3 stages --panel "$panel"
  check "... a line is too long" complains "panel.csv:2: a line is longer than 1 MiB"
  : >"$panel"
  truncate -s 1G "$panel"
  want 3 stages --panel "$panel"
  check "... a header is too long" complains "panel.csv:1: a line is longer than 1 MiB"
  { wide && awk 'BEGIN {for (s = 0; s < 2000; ++s) for (y = 1990; y < 2020; ++y)
    print "sector " s "," y ",0.01,0.02"}'; } >"$panel"
  want 0 stages --panel "$panel"
fi

finish
