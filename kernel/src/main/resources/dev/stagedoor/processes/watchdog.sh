# Keeps a command from outliving whoever started it, however that one ends.
#
# Standard input is a pipe that nobody writes to. Its end means "stop": the starter closed it, or is gone; the kernel
# closes it for a process that was killed. Two shells stand between starter and command:
#   start SIGNAL GRACE COMMAND...   the starter's child: hands the pipe on and passes the exit code back
#   watch SIGNAL GRACE COMMAND...   in a process group of its own, so that whatever is sent to the starter's group
#                                   (Ctrl-C, or a kill of the whole group) does not reach it
# The command gets a process group of its own too. It is stopped by SIGNAL, and by KILL after GRACE tenths of a second,
# with all its descendants, also those that left the group. The first line of output is the command's process id.
#
# POSIX sh with the tools of Linux and macOS. Given as a variable so that the process table stays readable.

mode=$1 signal=$2 grace=$3
shift 3
if command -v setsid >/dev/null; then own=setsid; else own=; set -m; fi
# A handler, not "ignore": what is ignored here would be ignored in the command as well.
trap : HUP INT QUIT TERM
exec 3<&0 4>&2 2>/dev/null </dev/null

# Ends with the exit code of process $1, whatever interrupts the wait.
await() {
    while :; do
        wait "$1"
        code=$?
        kill -0 "$1" || return "$code"
    done
}

# The process table: id, parent, when it was started.
table() {
    ps -A -o pid= -o ppid= -o lstart= || for stat in /proc/[0-9]*/stat; do
        read -r line <"$stat" || continue
        pid=${line%% *}
        set -- ${line##*') '}
        echo "$pid $2 ${20}"
    done
}

# The command's descendants and itself, as lines of the table.
family() {
    known=" $child " table=$(table) grew=y
    while [ "$grew" ]; do
        grew=
        while read -r pid parent start; do
            case $known in
            *" $pid "*) ;;
            *" $parent "*) known="$known$pid " grew=y ;;
            esac
        done <<END
$table
END
    done
    while read -r pid parent start; do
        case $known in *" $pid "*) echo "$pid $start" ;; esac
    done <<END
$table
END
}

# Kills the lines of $1 that are still the same processes: a process id alone may have been given to another one.
kill_family() {
    now=$(table | while read -r pid parent start; do echo "$pid $start"; done)
    while read -r pid start; do
        case "
$now
" in
        *"
$pid $start
"*) [ "$pid" ] && kill -s KILL "$pid" ;;
        esac
    done <<END
$1
END
}

# Waits for the end of the pipe, then stops the command.
guard() {
    trap - TERM
    trap '' HUP INT QUIT
    while read -r _; do :; done <&3
    trap '' TERM
    before=$(family)
    kill -s "$signal" -- "-$child"
    while [ "$grace" -gt 0 ] && kill -s 0 -- "-$child"; do
        sleep 0.1
        grace=$((grace - 1))
    done
    before="$before
$(family)"
    kill -s KILL -- "-$child"
    kill_family "$before"
}

case $mode in
start)
    $own "$STAGEDOOR_SHELL" -c 'eval "$STAGEDOOR_WATCHDOG"' stagedoor-watchdog watch "$signal" "$grace" "$@" \
        <&3 2>&4 3<&- 4>&- &
    watchdog=$!
    exec 3<&-
    await "$watchdog"
    exit
    ;;
watch)
    shell=$STAGEDOOR_SHELL
    unset STAGEDOOR_WATCHDOG STAGEDOOR_SHELL
    $own "$shell" -c 'echo "$$"; exec "$@"' "$1" "$@" 2>&4 3<&- 4>&- &
    child=$!
    guard >/dev/null 4>&- &
    guard=$!
    exec 3<&-
    await "$child"
    ended=$?
    # What the command left behind in its group.
    kill -s KILL -- "-$child"
    # More than once: a shell loses a signal that comes while it sets its traps. A guard that is at work ignores it.
    while kill -s TERM "$guard"; do sleep 0.02; done
    exit "$ended"
    ;;
esac
