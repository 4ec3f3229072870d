package dev.reactivetoken.token;

enum SystemClock implements TokenClock {
    INSTANCE;

    @Override
    public long wallTime() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicTime() {
        return System.nanoTime();
    }
}
