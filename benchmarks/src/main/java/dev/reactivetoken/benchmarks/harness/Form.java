package dev.reactivetoken.benchmarks.harness;

/** How long a run may take. */
public enum Form {
    /** Does every question still run? Its figures mean nothing. */
    SMOKE,
    /** All questions in less than ten minutes on two cores. */
    SHORT,
    FULL;

    public <T> T pick(T smoke, T shortly, T full) {
        return switch (this) {
            case SMOKE -> smoke;
            case SHORT -> shortly;
            case FULL -> full;
        };
    }
}
