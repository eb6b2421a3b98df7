#!/usr/bin/env bash
# Writes the first inputs of the fuzzers and their dictionary into a folder, from what the
# repository holds anyway: transcripts, examples, fixtures and the table of keywords.
# Beside them go the inputs that once found a fault, from Fuzz/Seeds.
set -euo pipefail
cd "$(dirname "$0")/.."
to=${1:?usage: Fuzz/seeds.sh FOLDER}
mkdir -p "$to"/{Models,Records,Snapshots,Statements,Tables}

# The words of the language in quotes, and what JSON, CSV and the formats of packed files are made of.
{
  grep -E '^[a-z]' Grammar/keywords.txt | sed 's/.*/" & "/'
  cat <<'WORDS'
"{\""
"\":"
"\",\""
"[{"
"}]"
"\\u00e9"
"\\ud83d\\ude00"
"null"
"true"
"1e308"
"-0.0"
"9223372036854775807"
"\xef\xbb\xbf"
"\x00"
"\"\""
"\x0d\x0a"
"2026-02-29"
"13/02/26 08:55 PM"
"1.234,50"
"\x1f\x8b\x08"
"\x28\xb5\x2f\xfd"
"%%% model.json\x0a"
"%%% deals.csv\x0a"
"\"entities\":"
"\"records\":"
"sum("
"count("
"(amount)"
" where "
" by month"
"100k"
"FY2027-Q1"
"FY2027-P03"
WORDS
} > "$to/words.dict"

# A statement block of each transcript and each example, without what it answers.
for script in Tests/Conformance/*/*.pql Examples/*/*.pql; do
  name=$(printf '%s' "$script" | tr '/' '-')
  grep -v '^#' "$script" | awk -v to="$to/Statements/$name" '
    BEGIN { RS = ""; } length($0) < 2000 { file = to "-" NR; print > file; close(file) }'
done

# A few lines of every file of records; the first byte of an input chooses the name it is given.
short() { head -c 3000 "$1" | head -n 12; }
for file in Examples/sample/*.ndjson; do
  { printf '0'; short "$file"; } > "$to/Records/$(basename "$file")"
done
for file in Examples/sample/*.json Tests/Fixtures/*/*.json Tests/Conformance/models/*.json; do
  name=$(printf '%s' "$file" | tr '/' '-')
  { printf '1'; head -c 6000 "$file"; } > "$to/Records/$name"
  { printf '%%%%%% model.json\n'; head -c 12000 "$file"; } > "$to/Models/$name"
done
for file in Examples/*/*.csv Tests/Conformance/models/*.csv; do
  { printf '0'; short "$file"; } > "$to/Tables/$(printf '%s' "$file" | tr '/' '-')"
done

# The sample's model with a few lines of each of its files.
{
  for file in Examples/sample/model.json Examples/sample/{deals,history}.ndjson \
    Examples/sample/{owners,quotas,items}.csv; do
    printf '%%%%%% %s\n' "$(basename "$file")"
    if [ "${file##*.}" = json ]; then cat "$file"; else short "$file"; fi
  done
} > "$to/Models/sample"
{
  for file in Examples/sample/deals.ndjson Examples/sample/{owners,items}.csv; do
    printf '%%%%%% %s\n' "$(basename "$file")"
    short "$file"
  done
} > "$to/Models/bare-files"
{
  printf '%%%%%% deals.ndjson.gz\n'
  short Examples/sample/deals.ndjson | gzip -n9
} > "$to/Models/packed-gzip"

# Changes of a snapshot that the fuzzer makes itself: none, one in the header, one in the table.
printf '1' > "$to/Snapshots/whole"
printf '1\000\020\001' > "$to/Snapshots/header"
printf '1\000\110\377\002\000\001' > "$to/Snapshots/table"

for target in Models Records Snapshots Statements Tables; do
  [ -d "Fuzz/Seeds/$target" ] && cp "Fuzz/Seeds/$target"/* "$to/$target/" || true
done
