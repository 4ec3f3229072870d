package dev.reactivetoken.proxy;

/** Is told what the proxy counts. Called on event loops, for every request: returns at once. */
interface ProxyMeters {

    /** Counts nothing. */
    ProxyMeters NONE = new ProxyMeters() {};

    /** A request arrived. */
    default void requestBegan() {}

    /** A request is over; the status is 0 if its client closed the connection or the response broke off. */
    default void requestEnded(int status) {}

    /** The headers of the upstream's response came this long after the request was sent. */
    default void upstreamResponded(long nanos) {}

    /** Bytes of a request's body went to the upstream. */
    default void bytesReceived(int bytes) {}

    /** Bytes of a response's body went to the client. */
    default void bytesSent(int bytes) {}
}
