package dev.reactivetoken;

import java.util.function.LongUnaryOperator;
import reactor.util.context.ContextView;

/**
 * What a source asks of its refresh. The two limits keep a renewal from outlasting the token that callers get meanwhile;
 * both are asked anew at each attempt.
 *
 * @param cause why it is needed
 * @param caller the Reactor Context of the caller for whom it began, for observers alone
 * @param retryDelay of the planned nanoseconds before another attempt those that may be waited; negative to give up
 * @param attemptLimit of the usual nanoseconds of an attempt those that it may take
 */
record RefreshRequest(
        RefreshCause cause, ContextView caller, LongUnaryOperator retryDelay, LongUnaryOperator attemptLimit) {}
