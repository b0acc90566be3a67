# Does the register survive its own tools: accounts, export and import, backup and restore, audit?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

db=sqlite:$work/register.db
printf 'a long first password\n' >"$work/password"
want 0 user add a.serikova --role admin --password-file "$work/password" --db "$db"
want 1 user add a.serikova --role admin --password-file "$work/password" --db "$db"
check '... says so' answers 'a.serikova'
want 2 user add b --role king --password-file "$work/password" --db "$db"
check '... with the roles there are' complains 'analyst, manager'
printf 'short\n' >"$work/short"
want 1 user add b.akhmetov --role analyst --password-file "$work/short" --db "$db"
want 3 user add b.akhmetov --role analyst --password-file "$work/none" --db "$db"
want 1 user disable a.serikova --db "$db"
check '... the last admin stays' answers 'admin'
want 0 user list --db "$db"
check '... lists the account' answers '^a.serikova  admin'

# Documents with their schemas; an empty register has nothing due.
document() {
  local schema=$1
  shift
  want 0 "$@" --json --db "$db"
  check "... keeps docs/schema/$schema.schema.json" \
    "$probe" validate "$root/docs/schema/$schema.schema.json" "$out"
}
document review review --due 2027-03-31 --country kazakhstan
document scorecard scorecard --region KZ-75
document audit audit verify
cp "$out" "$work/heads.json"
document payments payments list
want 0 payments list --state failed --db "$db"
check '... says that there is none' answers 'no payments'

# Money moves in the name of a person who signs in; what is wrong is told before anybody is asked.
pay=(--person a.serikova --password-file "$work/password" --db "$db")
want 2 payments batch "${pay[@]}" --pay-on soon --payer Agency --iban KZ86125KZT5004100100
want 2 payments batch "${pay[@]}" --pay-on 2027-04-01 --payer Agency --iban KZ86125KZT5004100100
check '... a first password is changed first' complains 'changed first'
printf 'another long password\n' >"$work/wrong"
want 1 payments export B-1 --person a.serikova --password-file "$work/wrong" --db "$db"
want 1 payments export B-1 --person nobody --password-file "$work/password" --db "$db"
want 2 payments export B-1 "${pay[@]}" --format xls
want 3 payments reconcile "$work/none.csv" "${pay[@]}"
printf 'payment,amount\nP-1,1\n' >"$work/answer.csv"
want 3 payments reconcile "$work/answer.csv" "${pay[@]}"
check '... names the file and the column' complains "answer.csv:1: the column 'status' is missing"
printf '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' >"$work/answer.xml"
want 3 payments reconcile "$work/answer.xml" "${pay[@]}"
check '... takes no entities' complains 'document type'
want 2 payments list --state lost --db "$db"
want 2 payments --db "$db"
want 2 review --due tomorrow --db "$db"
oidc=(serve --db "$db" --port 0 --oidc-issuer https://id.example --oidc-client formulary)
want 2 "${oidc[@]}" --oidc-redirect https://formulary.example/elsewhere
check '... says where it must lead' complains '/api/v1/session/oidc/callback'
back=(--oidc-redirect https://formulary.example/api/v1/session/oidc/callback --oidc-role-claim groups)
want 2 "${oidc[@]}" "${back[@]}" --oidc-role planners=king
check '... shows the form' complains 'GROUP=ROLE'
want 2 "${oidc[@]}" "${back[@]}" --oidc-role chiefs=admin
check '... makes no admins' complains 'an admin makes those accounts'
want 2 "${oidc[@]}" --oidc-secret-file "$work/no-such-secret"
want 2 scorecard --region XX-1 --db "$db"
want 3 review --country atlantis --db "$db"
want 2 review --db oracle:x

# Out and in again: the same register, byte for byte.
want 0 export "$work/register.ndjson" --db "$db"
want 0 import "$work/register.ndjson" --db "sqlite:$work/copy.db"
want 0 export "$work/again.ndjson" --db "sqlite:$work/copy.db"
check '... comes out as it went in' cmp "$work/register.ndjson" "$work/again.ndjson"
check '... and holds no password' lacks 'argon2' "$work/again.ndjson"
want 4 import "$work/register.ndjson" --db "sqlite:$work/copy.db"
sed 's/a.serikova/a.serikava/' "$work/register.ndjson" >"$work/forged.ndjson"
want 3 import "$work/forged.ndjson" --db "sqlite:$work/forged.db"
check '... the chain tells' complains 'chain does not hold'
head -n 2 "$work/register.ndjson" >"$work/cut.ndjson"
want 3 import "$work/cut.ndjson" --db "sqlite:$work/cut.db"
want 3 import "$work/none.ndjson" --db "sqlite:$work/none.db"

# Copied while in use, checked before it is put back.
want 0 backup "$work/backup.db" --db "$db"
want 0 restore "$work/backup.db" --db "sqlite:$work/restored.db"
want 0 audit verify --db "sqlite:$work/restored.db" --published "$work/heads.json"
check '... the chain holds' answers 'the chain holds'
want 2 restore "$work/backup.db" --db "sqlite:$work/restored.db"
printf 'not a database, not at all' >"$work/rubbish.db"
want 4 restore "$work/rubbish.db" --db "sqlite:$work/new.db"
check '... leaves nothing behind' test ! -e "$work/new.db"
want 0 user add c.ospanov --role auditor --password-file "$work/password" --db "$db"
want 0 audit verify --db "$db" --published "$work/heads.json"
want 1 audit verify --db "sqlite:$work/empty.db" --published "$work/heads.json"
check '... a chain that was replaced is told' answers 'NOT hold'

finish
