#compdef ledger
# Completion of ledger in zsh, made by cleanledger.
#
# For every shell from now on:  ledger completion zsh --install
# For this shell alone:         source <(ledger completion zsh)

_ledger() {
  local mode
  local -a before reply options
  (( CURRENT > 2 )) && before=("${(@Q)words[2,CURRENT-1]}")
  reply=("${(@f)$(command ledger _complete zsh "$before[@]" "${(Q)PREFIX}" 2>/dev/null </dev/null)}")
  mode=${reply[1]%% *}
  compset -p ${${reply[1]#* }:-0}
  shift reply
  case $mode in
    files) _files; return ;;
    folders) _files -/; return ;;
    open) options=(-S '') ;;
    # What fits begins otherwise than what is typed: show it, put nothing in.
    list) compstate[insert]='' compstate[list]='list force' ;;
  esac
  (( $#reply )) && _describe -V '' reply -U $options
}

if [[ $funcstack[1] == _ledger ]]; then
  _ledger "$@"
else
  compdef _ledger ledger
fi
