package dev.reactivetoken.bearer;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Which responses say that the token was rejected: those of certain statuses, unless they name another cause. */
final class Rejection {

    static final Rejection UNAUTHORIZED = new Rejection(new int[] {401});

    private final int[] statuses;

    private Rejection(int[] statuses) {
        this.statuses = statuses;
    }

    Rejection and(int... more) {
        for (int status : more) {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("the status of an error is from 400 to 599: " + status);
            }
        }
        return new Rejection(IntStream.concat(Arrays.stream(statuses), Arrays.stream(more))
                .distinct()
                .toArray());
    }

    <R> boolean is(BearerExchange<R> exchange, R response) {
        int status = exchange.status(response);
        for (int rejected : statuses) {
            if (rejected == status) {
                return Challenges.rejectToken(exchange.challenges(response));
            }
        }
        return false;
    }
}
