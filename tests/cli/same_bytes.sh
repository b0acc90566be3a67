# Do equal inputs give equal bytes: again, on any number of threads, and from the command line that
# an answer carries?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

request=(configure --country kazakhstan --sector biotech_pharma --goal technology_leadership
  --budget 5bn --years 5)
trial=(pretest package.json --draws 4 --firms 400)
want 0 "${request[@]}" -o package.json

# Ask A, then B: the answers are the same apart from `run`, and outside it byte for byte.
without_run() { sed '/^  "run": {/,/^  }/d' "$1"; }
same() {
  "$probe" equal-but-run "$1" "$2" || return 1
  cmp <(without_run "$1") <(without_run "$2")
}
asked() {
  local file=$1
  shift
  want 0 "$@" --json
  cp "$out" "$work/$file"
}
for name in request trial; do
  declare -n words=$name
  asked a "${words[@]}"
  for also in '' '--threads 1' '--threads 2' '--threads 3' '--lang kk' '--quiet'; do
    # shellcheck disable=SC2086
    asked b "${words[@]}" $also
    check "${words[0]} ${also:-again} answers the same" same "$work/a" "$work/b"
  done
  for also in --threads=2 --lang=kk -q; do
    asked b "${words[@]}" "$also"
    if [[ $also == -q ]]; then
      check "${words[0]} $also answers the same" same "$work/a" "$work/b"
    else
      check "${words[0]} $also answers the same" same "$work/a" "$work/b"
    fi
  done
  asked b "${words[@]}" --seed 2
  check "${words[0]} with another seed says so" \
    test "$("$probe" get "$work/b" /provenance/seed)" = 2
done
asked a pretest package.json --draws 4 --seed 1
asked b pretest package.json --draws 4 --seed 2
check 'another seed is another future' test "$("$probe" get "$work/a" /benefit)" != \
  "$("$probe" get "$work/b" /benefit)"

# From another folder, and with the content named.
asked a "${trial[@]}"
cd countries || exit 1
asked b pretest ../package.json "${trial[@]:2}"
cd ..
check 'pretest from another folder answers the same but for its command' same \
  <("$probe" patch "$work/a" '[{"op": "remove", "path": "/provenance"}]') \
  <("$probe" patch "$work/b" '[{"op": "remove", "path": "/provenance"}]')

# The line in an answer, run again by a shell, gives the answer.
formulary() { timeout "$longest" "$program" "$@"; }
again() { (eval "$("$probe" get "$work/a" /provenance/command) --json" >"$work/b") &&
  same "$work/a" "$work/b"; }
reproduces() {
  asked a "$@"
  check '... and its command line answers the same' again
}
reproduces "${request[@]}"
reproduces "${request[@]}" --quiet --lang ru --threads 2 -o "$work/x.json"
reproduces "${request[@]}" --region KZ-75 --region KZ-71 --company-type sme --risk-aversion 0.5 \
  --gap 2 --seed 7
reproduces configure --country=kazakhstan --sector=refining --goal=exports --budget='5 000m'
reproduces "${trial[@]}"
reproduces "${trial[@]}" --html "$work/x.html" -o "$work/x.json" --lang kk
reproduces sensitivity --country kazakhstan --sector refining
cp package.json "it's a \$package; #1.json"
reproduces pretest "it's a \$package; #1.json" --draws 2
cp package.json "$work/checkout/-q"
reproduces pretest ./-q --draws 2
want 0 pretest --json --draws 2 -- -q
check "... and its command line names the package" \
  grep -q "2 -- -q" <("$probe" get "$out" /provenance/command)
# What the command line does not need: where the answer went.
for form in "-o$work/y.json" "--output=$work/y.json"; do
  asked a "${request[@]}" "$form"
  check "the command line leaves $(shown "$form") out" \
    lacks 'y\.json' <("$probe" get "$work/a" /provenance/command)
done
asked a "${trial[@]}" "--html=$work/y.html"
check "the command line leaves $(shown --html=FILE) out" \
  lacks 'y\.html' <("$probe" get "$work/a" /provenance/command)

finish
