# Does every command answer in Kazakh, Russian and English, and --json alike in all three?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

# Letters one by one: in C.UTF-8 grep has no ranges beyond ASCII.
russian=абвгдежзийклмнопрстуфхцчшщъыьэюя
kazakh=әғқңөұүһ

ask configure --country kazakhstan --sector biotech_pharma --goal technology_leadership \
  --budget 5bn -o package.json
declare -A requests=(
  [check]=check
  [toolbox]=toolbox
  [card]='toolbox tax_incentive'
  [stages]='stages --country kazakhstan'
  [diagnose]='diagnose --country kazakhstan --sector refining'
  [sensitivity]='sensitivity --country kazakhstan --sector refining'
  [configure]='configure --country kazakhstan --sector refining --goal exports --budget 5bn'
  [infeasible]='configure --country kazakhstan --sector refining --goal exports --budget 1.00'
  [pretest]='pretest package.json --draws 2'
)
for name in check toolbox card stages diagnose sensitivity configure infeasible pretest; do
  for language in kk ru en; do
    # shellcheck disable=SC2086
    want "$([[ $name == infeasible ]] && echo 1 || echo 0)" ${requests[$name]} --lang "$language"
    cp "$out" "$work/$name.$language"
  done
  check "$name in Kazakh has Kazakh letters" grep -q "[$kazakh]" "$work/$name.kk"
  check "$name in Russian has Cyrillic letters" grep -q "[$russian]" "$work/$name.ru"
  check "$name in Russian has no Kazakh letters" lacks "[$kazakh]" "$work/$name.ru"
  check "$name in English has no Cyrillic letters" lacks "[$russian$kazakh]" "$work/$name.en"
  # shellcheck disable=SC2086
  ask ${requests[$name]}
  check "$name without --lang is English" cmp "$out" "$work/$name.en"
done

# Words of the code or of English that were left over.
for language in kk ru; do
  for name in check stages diagnose; do
    check "$name in $language has no English words" lacks '\b(the|of|and|is|are|to)\b' \
      "$work/$name.$language"
  done
  check "infeasible in $language has no English words" \
    lacks '\b(the|costs|than|whole)\b' "$work/infeasible.$language"
  check "infeasible in $language says what would help" \
    grep -qE '(Что поможет|Не көмектеседі): (увеличить бюджет|бюджетті ұлғайту) \(' \
    "$work/infeasible.$language"
  check "infeasible in $language names no key of the code" \
    lacks '[a-z]\.[a-z]' "$work/infeasible.$language"
done

# A program reads the same bytes whatever the language.
ask pretest package.json --draws 2 --json
cp "$out" "$work/en.json"
ask pretest package.json --draws 2 --json --lang kk
check '--json does not depend on --lang' "$probe" equal-but-run "$out" "$work/en.json"
for language in de EN '' kk,ru; do want 2 check --lang "$language"; done

finish
