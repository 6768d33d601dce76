# Completion of ledger in fish, made by cleanledger.
#
# For every shell from now on:  ledger completion fish --install
# For this shell alone:         ledger completion fish | source

function __ledger_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l typed (commandline -ct)
    set -l reply (command ledger _complete fish $words "$typed" 2>/dev/null </dev/null)
    set -l mode (string split ' ' -- $reply[1])
    set -e reply[1]
    switch "$mode[1]"
        case files folders
            set -l kept (string sub -l $mode[2] -- "$typed")
            set -l rest (string sub -s (math $mode[2] + 1) -- "$typed")
            set -l found
            if test $mode[1] = files
                set found (__fish_complete_path "$rest")
            else
                set found (__fish_complete_directories "$rest" '')
            end
            for each in $found
                printf '%s%s\n' $kept $each
            end
        case '*'
            test (count $reply) -eq 0; or printf '%s\n' $reply
    end
end

complete -c ledger -e
complete -c ledger -f -k -a '(__ledger_complete)'
