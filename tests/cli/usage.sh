# Does the program explain itself: help, examples that work, version, completion, wrong words?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

# The commands, as the help lists them.
want 0 --help
mapfile -t commands < <(sed -n '/^Subcommands:/,/^$/s/^  \([a-z]\+\) .*/\1/p' "$out")
check 'the help lists the commands of interfaces.md' \
  test "${commands[*]}" = "check toolbox stages diagnose sensitivity configure pretest evaluate serve demo \
user review scorecard export import backup restore audit payments completion"
check 'the help names the exit codes' \
  answers 'Exit codes: 0 .*, 1 .*, 2 .*, 3 .*, 4 '
cp "$out" "$work/help"
want 0
check 'without arguments it says what --help says' cmp "$out" "$work/help"
want 0 --version
check 'the version is one line' grep -qxE 'formulary [0-9]+\.[0-9]+\.[0-9]+' "$out"
want 0 -h

# The lines under Example: in the order of the help, so that pretest finds what configure wrote.
formulary() { timeout "$longest" "$program" "$@"; }
examples() { sed -n '/^Examples\?:/,$s/^  \(source <(formulary\|formulary\) /\1 /p' "$out"; }
for command in "${commands[@]}"; do
  want 0 "$command" --help
  check "$command --help says how it is called" answers "^Usage: formulary $command"
  mapfile -t lines < <(examples)
  check "$command --help has an example" test "${#lines[@]}" -ge 1
  for line in "${lines[@]}"; do
    also=  # the forecast of the example takes long; a few of its draws show as much
    [[ $line != *" pretest "* ]] || also=" --draws 8"
    [[ $line != *" demo "* ]] || also=" --awards 200"
    example() (
      if [[ $line == *" serve "* ]]; then # it serves until it is stopped
        longest=3
        eval "$line" >"$work/shown" 2>&1
        [[ $? == 124 ]] && grep -q 'formulary: stopped' "$work/shown"
      else
        eval "$line$also" >"$work/shown" 2>&1 && [[ -s $work/shown || $line == source* ]]
      fi
    )
    check "example: $line" example
  done
done
mapfile -t lines < <(sed -n '/^Examples\?:/,$s/^  \(formulary .*\)/\1/p' "$work/help")
check 'the help of the program has examples' test "${#lines[@]}" -ge 1
for line in "${lines[@]}"; do
  # What a command's own help shows too has just been run.
  for command in "${commands[@]}"; do
    ask "$command" --help
    grep -qxF "  $line" "$out" && continue 2
  done
  example() (eval "$line" >/dev/null)
  check "example: $line" example
done

# What it does not know.
for words in frobnicate diagnos --frob 'check --frob' 'configure --countrys x' '-x' 'Check' \
  'completion tcsh' completion stages diagnose 'diagnose --country kazakhstan' sensitivity \
  configure pretest 'stages --country kazakhstan --panel x.csv' 'check a b'; do
  # shellcheck disable=SC2086
  want 2 $words
  check "... with a hint" complains 'Run with --help|choose|did you mean'
done
ask diagnos
known_bug check 'a misspelt command is told the nearest one' complains 'diagnose'

# Completion.
for shell in bash zsh fish; do want 0 completion "$shell"; done
ask completion bash
cp "$out" "$work/completion.bash"
check 'the bash script is sound bash' bash -n "$work/completion.bash"
complete_words() {
  bash --norc -c 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _formulary; printf "%s\n" "${COMPREPLY[@]}"' bash "$work/completion.bash" "$@"
}
completes() {
  local expected=$1 got
  shift
  got=$(complete_words "$@" | tr '\n' ' ')
  [[ "$got" == "$expected " ]] || { echo "'$*' is completed to: $got"; return 1; }
}
check 'bash completes a command' completes diagnose formulary dia
check 'bash completes every command' completes "${commands[*]}" formulary ''
check 'bash completes an option' completes --minimum-region-share formulary configure --min
check 'bash completes a file' completes "$work/completion.bash" formulary pretest "$work/compl"
known_bug check 'bash completes the values of --lang' completes 'kk ru en' \
  formulary diagnose --lang ''
known_bug check 'bash completes the shells' completes 'bash zsh fish' formulary completion ''
known_bug check 'bash completes options before a command' completes --version formulary --v
for command in "${commands[@]}"; do
  ask "$command" --help
  mapfile -t options < <(grep -oE '^  (-[a-zA-Z],)?--[a-z-]+' "$out" | grep -oE -- '--[a-z-]+')
  check "bash knows every option of $command" completes "${options[*]}" formulary "$command" --
done
ask completion zsh
check 'the zsh script names its command' answers '^#compdef formulary'
known_bug check 'the zsh script calls no builtin of bash alone' lacks '^ .*mapfile' "$out"
if command -v zsh >/dev/null; then check 'zsh reads it' zsh -n "$out"; fi
ask completion fish
if command -v fish >/dev/null; then check 'fish reads it' fish -n "$out"; fi

finish
