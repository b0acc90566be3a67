# Is the report page one file that needs nothing else, in each language?
# shellcheck source=check.sh
source "$(dirname "$0")/check.sh" "$@"
fresh_checkout

want 0 configure --country kazakhstan --sector biotech_pharma --goal technology_leadership \
  --budget 5bn -o package.json
trial=(pretest package.json --draws 4 --firms 400)
russian=абвгдежзийклмнопрстуфхцчшщъыьэюя
kazakh=әғқңөұүһ

# What a browser would fetch: a source or a style that is neither inside the page nor data.
fetched() {
  [[ -s $1 ]] || return 1
  local found
  found=$(grep -oiE "(src|srcset|poster|data|action|formaction|background)=[\"']?[^\"' >]*" "$1" |
    grep -viE "=[\"']?(data:|#|$)"
    grep -oiE "<(link|script|iframe|embed|object|image|use)[^>]*(href|src)=[\"']?[^\"'#> ][^> ]*" \
      "$1" | grep -viE "=[\"']?data:"
    grep -oiE "url\([\"']?[^)#\"' ][^)]*" "$1" | grep -viE "url\([\"']?data:"
    grep -oiE '@import[^;]*|@font-face[^}]*https?:[^}]*' "$1"
    grep -oiE "<(base|meta http-equiv=[\"']?refresh)[^>]*" "$1")
  [[ -z $found ]] || { echo "the page fetches: $found"; return 1; }
}
whole() {
  [[ $(head -c 15 "$1") == '<!DOCTYPE html>' || $(head -c 15 "$1") == '<!doctype html>' ]] &&
    [[ $(tail -c 16 "$1" | tr -d '\n ') == *'</html>' ]] &&
    (($(grep -oi '<html' "$1" | wc -l) == 1 && $(grep -oi '</html>' "$1" | wc -l) == 1))
}
no_orphans() {  # every #id that is referred to is there, once
  [[ -s $1 ]] || return 1
  local id
  for id in $(grep -oE "(href=\"#|url\(#)[^\")]+" "$1" | sed -E 's/.*#//' | sort -u); do
    (($(grep -oF " id=\"$id\"" "$1" | wc -l) == 1)) || { echo "#$id is there $(
      grep -oF " id=\"$id\"" "$1" | wc -l) times"; return 1; }
  done
  [[ -z $(grep -oE ' id="[^"]*"' "$1" | sort | uniq -d) ]] || { echo 'an id twice'; return 1; }
}
for language in kk ru en; do
  page=$work/$language.html
  want 0 "${trial[@]}" --lang "$language" --html "$page"
  check "$language: one whole page" whole "$page"
  check "$language: lang says so" grep -qE "<html[^>]* lang=\"$language\"" "$page"
  check "$language: says UTF-8" grep -qiE '<meta charset="?utf-8' "$page"
  check "$language: is UTF-8" iconv -f utf-8 -t utf-16 -o "$work/utf16" "$page"
  check "$language: has a title" grep -qE '<title>[^<]{5,}' "$page"
  check "$language: fetches nothing" fetched "$page"
  check "$language: runs no script" lacks '<script|javascript:| on[a-z]+="' "$page"
  check "$language: is under 3 MiB" test "$(stat -c %s "$page")" -lt $((3 << 20))
  check "$language: refers to what is there" no_orphans "$page"
  check "$language: shows no broken figure" \
    lacks '([^a-zA-Z]|^)(NaN|nan|inf|-inf|undefined)([^a-zA-Z]|$)' "$page"
  check "$language: has no empty placeholder" lacks '>[^<]*(\{[a-z_]*\}|%[sdn])[^<]*<' "$page"
  check "$language: has no control characters" lacks $'[\001-\010\013\014\016-\037]' "$page"
done
check 'the Kazakh page has Kazakh letters' grep -q "[$kazakh]" "$work/kk.html"
check 'the Russian page has Cyrillic letters' grep -q "[$russian]" "$work/ru.html"
check 'the English page has no Cyrillic text' lacks ">[^<]*[$russian$kazakh][^<]*<" "$work/en.html"
want 0 "${trial[@]}" --lang en --html "$work/again.html" --threads 1
check 'the page is the same bytes again' cmp "$work/en.html" "$work/again.html"
want 0 "${trial[@]}" --html "$work/json.html" --json
check 'with --json stdout is still one document' \
  "$probe" validate "$root/docs/schema/forecast.schema.json" "$out"
check '... and the page the same' cmp "$work/en.html" "$work/json.html"

# Text of a package or of the command line is text, not markup.
"$probe" patch package.json '[{"op": "replace", "path": "/package/measures/0/why/evidence",
  "value": ["<script>alert(1)</script>\" onload=\"x"]}, {"op": "replace",
  "path": "/provenance/command", "value": "<img src=x onerror=alert(1)>"}]' >"<b id=x>&\".json"
want 0 pretest "<b id=x>&\".json" --draws 1 --html "$work/marked.html"
check 'a package brings in no markup' lacks '<script|<img|<b id=x>| onload="' "$work/marked.html"

# A package without a measure still has a page.
"$probe" patch package.json '[{"op": "replace", "path": "/package/measures", "value": []}]' \
  >empty.json
want 0 pretest empty.json --draws 1 --html "$work/empty.html"
check 'an empty package has a whole page' whole "$work/empty.html"
check '... without a broken figure' lacks '([^a-zA-Z]|^)(NaN|nan|inf)([^a-zA-Z]|$)' \
  "$work/empty.html"

finish
