"""The sentences of causes for which a hook could not be told: whom it calls, what it starts, where it copies to."""

from collections.abc import Mapping

from mediaapp.text.causes import Remedy, Words
from mediaapp.text.language import N_
from workers.errors import ErrorCode

_AGAIN = (N_("It is tried again by itself, with growing pauses."),)

CALL_CAUSES: Mapping[ErrorCode, Words] = {
    ErrorCode.HOOK_GONE: Words(
        title=(N_("The hook was removed"),),
        cause=(N_("There is nobody any more to be told of this."),),
        advice=(N_("Remove this row from the list."),),
        remedies=(Remedy.REMOVE,),
    ),
    ErrorCode.KEY_GONE: Words(
        title=(N_("The secret of the hook cannot be read"),),
        cause=(N_("The keyring is locked, or the secret was deleted. Nothing was sent without it."),),
        advice=(N_("Unlock the keyring, or give the hook a new secret; then retry."),),
        remedies=(Remedy.RETRY,),
    ),
    ErrorCode.ADDRESS_NOT_ALLOWED: Words(
        title=(N_("The address is not one of the internet"),),
        cause=(
            N_(
                "{host} leads to this computer or to a private network, which this hook may not call. Nothing was sent."
            ),
            N_("It leads to this computer or to a private network, which this hook may not call. Nothing was sent."),
        ),
        advice=(N_("If you meant that, allow private addresses for this hook, then retry."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("{host}"),),
    ),
    ErrorCode.CALL_REFUSED: Words(
        title=(
            N_("{host} refused the notice"),
            N_("The notice was refused"),
        ),
        cause=(
            N_("It answered with {status}, which says that the same notice would be refused again."),
            N_("The answer says that the same notice would be refused again."),
        ),
        advice=(N_("Check the address and the secret of the hook, then retry."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("Answer {status}"),),
    ),
    ErrorCode.CALL_REDIRECTED: Words(
        title=(
            N_("{host} sends the notice elsewhere"),
            N_("The notice was sent elsewhere"),
        ),
        cause=(N_("The notice was not sent on, since nobody has chosen that other address."),),
        advice=(N_("If you trust it, give the hook the new address, then retry."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("Answer {status}"),),
    ),
    ErrorCode.CALL_NOT_TRUSTED: Words(
        title=(
            N_("{host} could not prove that it is the one"),
            N_("The other side could not prove that it is the one"),
        ),
        cause=(N_("Its certificate is wrong or too old. Nothing was sent."),),
        advice=(N_("Ask who runs it to put that right, then retry."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("{host}"),),
    ),
    ErrorCode.CALL_UNREACHABLE: Words(
        title=(
            N_("{host} cannot be reached"),
            N_("The other side cannot be reached"),
        ),
        cause=(N_("The network may be down, the address wrong, or the other side switched off."),),
        advice=_AGAIN,
        remedies=(Remedy.RETRY,),
        detail=(N_("{host}"),),
    ),
    ErrorCode.CALL_TIME_LIMIT: Words(
        title=(
            N_("{host} does not answer"),
            N_("The other side does not answer"),
        ),
        cause=(
            N_("It had {seconds} for an answer."),
            N_("It had its time for an answer."),
        ),
        advice=_AGAIN,
        remedies=(Remedy.RETRY,),
        detail=(N_("{host}"),),
    ),
    ErrorCode.CALL_BUSY: Words(
        title=(
            N_("{host} has too much to do"),
            N_("The other side has too much to do"),
        ),
        cause=(
            N_("It answered with {status} and asks to be called again in {seconds}."),
            N_("It asks to be called again later."),
        ),
        advice=(N_("It is called again by itself."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("Answer {status}"),),
    ),
    ErrorCode.CALL_SERVER_ERROR: Words(
        title=(
            N_("Something is broken at {host}"),
            N_("Something is broken at the other side"),
        ),
        cause=(
            N_("It answered with {status}."),
            N_("It could not take the notice."),
        ),
        advice=_AGAIN,
        remedies=(Remedy.RETRY,),
        detail=(N_("Answer {status}"),),
    ),
    ErrorCode.PROGRAM_GONE: Words(
        title=(N_("The program could not be started"),),
        cause=(
            N_("“{name}” is not there, or may not be run."),
            N_("It is not there, or may not be run."),
        ),
        advice=(N_("Put it back or change the hook, then retry."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("{name}"),),
    ),
    ErrorCode.PROGRAM_FAILED: Words(
        title=(
            N_("“{name}” did not end well"),
            N_("The program did not end well"),
        ),
        cause=(
            N_("It ended with {exit_code}. What it wrote stands below."),
            N_("What it wrote stands below."),
        ),
        advice=(N_("It is not started again by itself, since it may have done a part already. Retry starts it anew."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("Ended with {exit_code}"),),
    ),
    ErrorCode.PROGRAM_TIME_LIMIT: Words(
        title=(
            N_("“{name}” took too long"),
            N_("The program took too long"),
        ),
        cause=(
            N_("It had {seconds}, and was ended with all that it had started."),
            N_("It was ended with all that it had started."),
        ),
        advice=(N_("Give the hook a longer time limit, or see why it hangs; then retry."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("{name}"),),
    ),
    ErrorCode.RESULT_GONE: Words(
        title=(N_("The result to be copied is gone"),),
        cause=(
            N_("“{name}” was moved, changed or deleted since it was made."),
            N_("It was moved, changed or deleted since it was made."),
        ),
        advice=(N_("Put it back, then retry."),),
        remedies=(Remedy.RETRY,),
        detail=(N_("{name}"),),
    ),
}
