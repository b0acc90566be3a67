# How does a script ask the program something and say what it found? Sourced by the scripts beside
# it, each of which is called with: the program, json_probe, the root of the checkout.
#
#   ask ARGS...                 run the program: $status, and its words in the files $out and $err
#   want "CODES" ARGS...        ask, and check the exit code and what holds of every answer
#   check WHAT COMMAND...       check that a command succeeds; what it says is shown if it fails
#   known_bug CHECK...          a check that fails today: named, not counted. Once it passes, the
#                               script fails until the word known_bug is taken away.
#   skip WHAT WHY               say what this machine cannot check
#   finish                      the last line of a script
set -uo pipefail
shopt -s lastpipe  # a check at the end of a pipe counts in this shell
export LC_ALL=C.UTF-8
unset NO_COLOR

program=$(realpath "$1")
probe=$(realpath "$2")
root=$(realpath "$3")
for file in "$program" "$probe"; do
  [[ -x $file ]] || { echo "FAIL $file is not there"; exit 1; }
done
work=$(mktemp -d)
out=$work/out
err=$work/err
longest=$((${FORMULARY_SANITIZED:-0} ? 900 : 300))
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT

passed=0 failed=0 bugs=0 known=0 status=0
memory_kib=  # what the program may use, in KiB; empty = anything

# A checkout of the content alone, which a script may damage. The shipped one is only read.
fresh_checkout() {
  rm -rf "$work/checkout"
  mkdir "$work/checkout"
  cp -r "$root/content" "$root/countries" "$work/checkout"
  cd "$work/checkout" || exit 1
}

verdict() {
  local good=$1 what=$2 why=${3:-}
  if ((known && good)); then
    failed=$((failed + 1))
    printf 'FAIL %s\n     this bug is gone: take the word known_bug away\n' "$what"
  elif ((known)); then
    bugs=$((bugs + 1))
    printf 'bug  %s: %s\n' "$what" "${why%%$'\n'*}"
  elif ((good)); then
    passed=$((passed + 1))
    printf 'ok   %s\n' "$what"
  else
    failed=$((failed + 1))
    printf 'FAIL %s\n' "$what"
    [[ -z $why ]] || printf '%s\n' "$why" | head -n 12 | sed 's/^/     /'
  fi
}

known_bug() {
  known=1
  "$@"
  known=0
}

skip() { printf 'skip %s: %s\n' "$1" "$2"; }

# The program's arguments as one line of at most so many characters.
shown() {
  local line
  line=$(printf ' %q' "$@")
  line=formulary${line//"$work"/WORK}
  printf '%s' "${line:0:150}"
}

ask() {
  status=0
  (
    [[ -z $memory_kib ]] || ulimit -v "$memory_kib"
    exec timeout "$longest" "$program" "$@"
  ) >"$out" 2>"$err" </dev/null || status=$?
}

# What no answer may do, whatever was asked: crash, colour a file, fall silent, or say no on stdout.
unseemly() {
  ((status < 124)) || echo "killed or crashed: status $status"
  grep -m1 'mistake in the program' "$err"
  ! LC_ALL=C grep -q $'\033' "$out" "$err" || echo 'escape codes although this is no terminal'
  if ((status == 0 || status == 1)); then
    [[ -s $out ]] || echo 'nothing on stdout'
    [[ ! -s $err ]] || echo "stderr is not empty: $(head -c 300 "$err")"
  else
    [[ -s $err ]] || echo 'no reason on stderr'
    [[ ! -s $out ]] || echo "stdout is not empty: $(head -c 300 "$out")"
  fi
}

want() {
  local codes=$1 why
  shift
  ask "$@"
  why=$(unseemly)
  [[ " $codes " == *" $status "* ]] ||
    why="exit code $status, not $codes: $(head -c 300 "$err")"$'\n'$why
  verdict "$([[ -z $why ]] && echo 1 || echo 0)" "$(shown "$@") -> $codes" "$why"
}

check() {
  local what=$1 good=1 said
  shift
  said=$("$@" 2>&1) || good=0
  verdict "$good" "$what" "${said:-$* failed}"
}

# Whether the last answer (or a file) holds a text, or an extended regular expression.
answers() { grep -qE -e "$1" "$out" || { echo "stdout lacks: $1"; head -n 3 "$out"; return 1; }; }
complains() { grep -qE -e "$1" "$err" || { echo "stderr lacks: $1"; head -n 3 "$err"; return 1; }; }
# A grep that cannot look is no proof of absence.
lacks() {
  local found=0
  grep -m1 -E -e "$1" "$2" || found=$?
  ((found == 1))
}

finish() {
  ((passed + failed > 0)) || { echo 'FAIL nothing was checked'; exit 1; }
  echo "$passed checks passed, $failed failed, $bugs known bugs"
  exit $((failed > 0))
}
