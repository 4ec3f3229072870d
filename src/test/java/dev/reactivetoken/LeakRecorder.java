package dev.reactivetoken;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes down each buffer that Netty saw collected before it was released. The build fails if anything is written: see
 * the enforcer's rule in the phase after the tests.
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {

    private static final Path LEAKS = Path.of("target", "leaks.txt");

    static {
        try {
            Files.deleteIfExists(LEAKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Netty asks for it. */
    public LeakRecorder(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    /** As Netty asks for it too, and complains if it is not there. */
    public LeakRecorder(Class<?> resourceType, int samplingInterval, long maxActive) {
        this(resourceType, samplingInterval);
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        super.reportTracedLeak(resourceType, records);
        write(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        super.reportUntracedLeak(resourceType);
        write(resourceType);
    }

    private static synchronized void write(String leak) {
        try {
            Files.writeString(LEAKS, leak + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
