package dev.reactivetoken;

/**
 * How long a refresh may wait before it tries again: the source knows until when its token is needed, its refresh how
 * long it would rather wait. Whoever subscribes to a refresh may be one.
 */
interface Pace {

    /** Nanoseconds, at most those that were planned; negative to end the refresh as failed, and leave the next to a caller. */
    long waiting(long planned);

    /** The one of this subscriber, or as planned. */
    static Pace of(Object subscriber) {
        return subscriber instanceof Pace pace ? pace : planned -> planned;
    }
}
