# The main job, on a copy of the sample book: make demo, or sh docs/demo.sh PYTHON.
set -eu

python=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
book=$root/build/demo

# Only what the sample book says counts: not the caller's settings for git, book, post or day.
unset LEDGER_BOOK LEDGER_AS LEDGER_TEST GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 PYTHONPATH="$root" PYTHONUTF8=1

say() { printf '\n# %s\n' "$*"; }

# at_desk_of NAME EMAIL: who types from here on; git's address tells the ledger which post that is.
at_desk_of() {
  GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$2 GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$2
  export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
  printf '  (%s <%s>)\n' "$1" "$2"
}

ledger() {
  printf '\n$ ledger'
  for word; do
    case $word in
      *[!A-Za-z0-9._=/+-]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n'
  "$python" -m cleanledger "$@"
}

refused() {
  code=0
  "$@" || code=$?
  [ "$code" = 1 ] || { echo "this should have been refused with exit code 1, but ended with $code" >&2; exit 1; }
}

rm -rf "$book"
mkdir -p "$book"
cp -R "$root/ledgers" "$book/ledgers"
cd "$book"
git init --quiet --initial-branch=main

say "The book as it stands. Is it sound?"
at_desk_of 机关党委经办人 p05@zrzyt.example
git add ledgers
git commit --quiet --message 'the book as it stands'
ledger check

say "A new entry: one file, one commit."
soon=$("$python" -c 'from datetime import date, timedelta; print(date.today() + timedelta(days=60))')
ledger add ZG-2024 '窗口一次性告知不到位' -u 耕地保护处 -d "$soon" -m '修订一次性告知单'
id=$(git log -1 --format='%(trailers:key=Ledger-Entry,valueonly)')

say "The unit says that it is done, and shows on what that stands."
at_desk_of 耕地保护处经办人 p13@zrzyt.example
echo '办理事项一次性告知单(2026年修订)' > 告知单.txt
ledger submit "$id" -n '告知单已修订并上墙' --all-measures -e 告知单.txt

say "Nobody ends his own work."
refused ledger close "$id" --opinion '同意销号'

say "Somebody else goes and looks."
at_desk_of 机关纪委核查员 p07@zrzyt.example
ledger verify "$id" --opinion '现场核查属实'

say "And agrees that it ends."
at_desk_of 机关纪委书记 p06@zrzyt.example
ledger close "$id" --opinion '同意销号'
ledger show "$id"

say "What is late, and how each unit stands."
ledger report overdue
ledger report rollup

say "All of it is in git, and the book is still sound."
printf '\n$ git log --oneline\n'
git --no-pager log --format='%h %an  %s'
ledger check
printf '\nThis book lies in build/demo: look around, nothing else uses it.\n'
