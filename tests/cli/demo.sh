# Does the demonstration year fill a register once, tell who may come in, and say what it is?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

db=sqlite:$work/demo.db
fill=(demo --db "$db" --awards 200 --seed 5 --day 2026-11-24 -q)
want 0 "${fill[@]}"
check '... says first that all is made up' test "$(head -c 14 "$out")" = 'Demonstration:'
for role in company analyst manager approver official auditor admin; do
  check "... has an account of a $role" answers "^  demo\.$role +$role +[a-z2-9]{24}( |\$)"
done
passwords=$(grep -oE '[a-z2-9]{24}' "$out" | sort -u | wc -l)
check '... each with a password of its own' test "$passwords" = 7
cp "$out" "$work/first"
want 0 user list --db "$db"
check '... whose firm has no business number' answers '^demo.company  company  DEMO-[0-9]{5}$'

# Not twice, and not over what somebody has entered.
want 1 "${fill[@]}"
check '... is not filled twice' answers 'not empty'
want 1 "${fill[@]}" --lang kk
check '... in Kazakh' answers 'бос емес'
printf 'a long first password\n' >"$work/password"
want 0 user add a.serikova --role admin --password-file "$work/password" --db "sqlite:$work/real.db"
want 1 demo --db "sqlite:$work/real.db" --awards 200 -q
want 0 scorecard --db "sqlite:$work/real.db"
check '... a real register is not called a demonstration' lacks 'Demonstration' "$out"

# Every document and every text says it.
document() {
  local schema=$1
  shift
  want 0 "$@" --json
  check "... keeps docs/schema/$schema.schema.json" \
    "$probe" validate "$root/docs/schema/$schema.schema.json" "$out"
  check '... says that it is a demonstration' answers '"demonstration": true'
}
document review review --due 2026-11-24 --db "$db"
document scorecard scorecard --db "$db"
document audit audit verify --db "$db"
want 0 review --due 2026-11-24 --db "$db" --lang ru
check '... in Russian' answers '^Демонстрация:'
want 0 audit verify --db "$db"
check '... and its chain holds' answers 'the chain holds'
document demonstration demo --db "sqlite:$work/json.db" --awards 200 --seed 5 --day 2026-11-24 -q

# The same seed and day give the same register; what lets anyone in is no part of it.
want 0 export "$work/one.ndjson" --db "$db"
check '... the export says it' grep -qx '{"format":"formulary register","schema":[0-9]*,"demonstration":1}' "$work/one.ndjson"
want 0 export "$work/two.ndjson" --db "sqlite:$work/json.db"
check '... is the same, byte for byte' cmp "$work/one.ndjson" "$work/two.ndjson"
password=$(grep -oE '[a-z2-9]{24}' "$work/first" | head -n 1)
check '... holds no password' lacks "$password" "$work/one.ndjson"
want 0 import "$work/one.ndjson" --db "sqlite:$work/three.db"
want 0 scorecard --db "sqlite:$work/three.db"
check '... is a demonstration where it arrives' answers '^Demonstration:'
sed '1s/,"demonstration":1//' "$work/one.ndjson" >"$work/forged.ndjson"
want 3 import "$work/forged.ndjson" --db "sqlite:$work/forged.db"
check '... and cannot be passed off as real' complains 'demonstration'
want 0 backup "$work/backup.db" --db "$db"
want 0 restore "$work/backup.db" --db "sqlite:$work/restored.db"
want 1 demo --db "sqlite:$work/restored.db" --awards 200 -q

want 2 demo --db "sqlite:$work/new.db" --awards 10
want 2 demo --db "sqlite:$work/new.db" --day tomorrow
want 2 demo --db oracle:x
want 3 demo --db "sqlite:$work/new.db" --country atlantis
want 1 demo --db "sqlite:$work/new.db" --country georgia --awards 200 -q

finish
