# Completion of ledger in bash, made by cleanledger.
#
# For every shell from now on:  ledger completion bash --install
# For this shell alone:         source <(ledger completion bash)

_ledger() {
  local line mode
  local -a reply=()
  COMPREPLY=()
  # What comes back is put into the line as it is and never evaluated.
  while IFS= read -r line; do
    reply+=("$line")
  done < <(command ledger _complete bash "${COMP_LINE:0:$COMP_POINT}" "$COMP_WORDBREAKS" "${COMP_TYPE:-9}" \
    "${COLUMNS:-80}" 2>/dev/null </dev/null)
  [ "${#reply[@]}" -gt 0 ] || return 0
  mode=${reply[0]}
  case $mode in
    open) compopt -o nospace 2>/dev/null ;;
    files) compopt -o default 2>/dev/null ;;
    folders) compopt -o dirnames 2>/dev/null ;;
  esac
  [ "${#reply[@]}" -eq 1 ] || COMPREPLY=("${reply[@]:1}")
}

# The order is ledger's own: by number. bash before 4.4 sorts.
complete -o nosort -F _ledger ledger 2>/dev/null || complete -F _ledger ledger
