# When a result cannot be written, is that said (exit code 4), and is what was there before kept?
# Nothing here is written outside the work folder: run by root, a mistake must cost no device.
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

want 0 configure --country kazakhstan --sector biotech_pharma --goal technology_leadership \
  --budget 5bn -o package.json
configure=(configure --country kazakhstan --sector refining --goal exports --budget 5bn)
trial=(pretest package.json --draws 2 --firms 200)

# A folder that does not exist, or is no folder, or stands where the file should be.
mkdir folder
for option in -o --html; do
  for path in nosuch/x package.json/x folder; do
    want 4 "${trial[@]}" "$option" "$path"
    check "... names it" complains "$path: cannot write"
  done
done
want 4 "${configure[@]}" -o nosuch/x
check '... leaves nothing behind' test -z "$(find . "$work" -name '*.part' -o -name x | head -n 1)"
check '... and the folder empty' test -z "$(ls folder)"

# A disk that is full: files may have no more than one block. The earlier file stays.
full_disk() { (trap '' XFSZ && ulimit -f "${blocks:-1}" && timeout "$longest" "$program" "$@" \
  >/dev/null 2>"$work/full"); }
refuses_when_full() {
  local code=0
  full_disk "$@" || code=$?
  ((code == 4)) && grep -q 'cannot write: File too large' "$work/full" && return
  echo "exit code $code: $(head -n 1 "$work/full")"
  return 1
}
for option in -o --html; do
  echo earlier >kept
  check "pretest $option on a full disk says so" refuses_when_full "${trial[@]}" "$option" kept
  check '... and keeps the earlier file' test "$(cat kept)" = earlier
  check '... and leaves no half of the new one' test -z "$(find . -name 'kept?*')"
done
check 'configure -o on a full disk says so' refuses_when_full "${configure[@]}" -o kept
check '... and keeps the earlier file' test "$(cat kept)" = earlier
printf 'mine' >kept.part
ask "${trial[@]}" -o kept
check 'a file that happens to be called FILE.part is left alone' test -f kept.part
rm -f kept.part
check 'then it is replaced as a whole' "$probe" has kept /schema

# A folder that may only be read. Root may write everywhere, so root's program runs as nobody.
mkdir closed
echo earlier >closed/kept
chmod 555 closed
chmod 444 closed/kept
as=()
if ((EUID == 0)); then as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
chmod 755 "$work" "$work/checkout"
if "${as[@]}" test -x "$program" -a -r package.json 2>"$err"; then
  closed() {
    local code=0
    "${as[@]}" timeout "$longest" "$program" "${trial[@]}" "$@" >"$out" 2>"$err" || code=$?
    ((code == 4)) && complains 'cannot write: Permission denied' && [[ ! -s $out ]]
  }
  for option in -o --html; do
    for file in closed/kept closed/new; do
      check "pretest $option $file in a closed folder says so" closed "$option" "$file"
    done
  done
  check '... and keeps what is there' test "$(cat closed/kept) $(ls closed)" = 'earlier kept'
else
  skip 'a folder that may only be read' 'root cannot run the program as somebody else here'
fi

# What is at the path already: a link is followed, a device or a pipe is written to, never
# replaced; the rights of the file stay. (`-o /dev/null` by root replaces the machine's own.)
echo earlier >target
ln -s target link
want 0 "${trial[@]}" -o link
check 'a link stays a link' test -L link
check '... and its target has the result' "$probe" has target /schema
mkfifo pipe
timeout 60 cat pipe >piped 2>/dev/null &
reader=$!
want 0 "${trial[@]}" -o pipe
check 'a pipe stays a pipe' test -p pipe
[[ -p pipe ]] || kill "$reader"
wait "$reader"
check '... and its reader has the result' "$probe" has piped /schema
# A node of our own: a link to the machine's would cost it, were links followed and replaced.
mknod full c 1 7 2>/dev/null
if [[ -c full ]] && ! echo x 2>/dev/null >full; then
  want 4 "${trial[@]}" -o full
  rm -f full
  mknod full c 1 7
  want 4 "${trial[@]}" --html full
else
  skip "a device that is full" "only root can make one"
fi
echo secret >private
chmod 600 private
want 0 "${trial[@]}" -o private
check 'a private file stays private' test "$(stat -c %a private)" = 600
want 2 "${trial[@]}" -o both --html both
want 2 "${trial[@]}" --json --html -
want 2 "${trial[@]}" -o - --html -
want 0 "${trial[@]}" -o 'имя с пробелом.json' --html 'есеп беті.html'
check '... any name will do' test -s 'имя с пробелом.json' -a -s 'есеп беті.html'
echo earlier >page.html
want 4 "${trial[@]}" --html page.html -o nosuch/x
check 'when one of two files cannot be written, the other is not either' \
  test "$(cat page.html)" = earlier

# An answer of "no" is an answer: configure writes it, and says 1.
echo earlier >kept
want 1 configure --country kazakhstan --sector refining --goal exports --budget 1.00 -o kept
check '... the file says infeasible' test "$("$probe" get kept /status)" = infeasible

# stdout on a full disk, closed, or with a reader that leaves.
says_4() {
  local code=0
  "$program" "$@" >/dev/full 2>"$err" || code=$?
  ((code == 4)) && complains 'cannot write: No space left on device'
}
for words in check 'check --json' toolbox 'toolbox tax_incentive --json' \
  'stages --country kazakhstan' 'diagnose --country kazakhstan --sector refining' \
  'sensitivity --country kazakhstan --sector refining' "${configure[*]}" "${trial[*]}" \
  "${trial[*]} --json" "${trial[*]} -o -" "${trial[*]} --html -"; do
  # shellcheck disable=SC2086
  check "$words >/dev/full says so" says_4 $words
done
for words in '' --help --version 'completion bash' 'check --help'; do
  # shellcheck disable=SC2086
  check "formulary $words >/dev/full says so" says_4 $words
done
closed_stdout() {
  local code=0
  "$program" check >&- 2>"$err" || code=$?
  ((code == 4)) && complains 'stdout: cannot write'
}
check 'a closed stdout says so' closed_stdout
reader_leaves() {
  local code=0
  "$program" toolbox --json 2>"$err" | head -c 1 >/dev/null
  code=${PIPESTATUS[0]}
  ((code == 141 || code == 4))
}
check 'a reader that leaves ends it' reader_leaves
no_stderr() {
  local code=0
  "$program" diagnose --country atlantis --sector x >"$out" 2>&- || code=$?
  ((code == 3 || code == 2)) && [[ ! -s $out ]]
}
check 'a closed stderr keeps the exit code, and stdout clean' no_stderr
check 'the devices are still devices' test -c /dev/null -a -c /dev/full

finish
