package dev.reactivetoken;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** After the last test: lets the collector find what was leaked, and Netty look at what it found. */
public final class LeakListener implements LauncherSessionListener {

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (System.getProperty("io.netty.customResourceLeakDetector") == null) {
            return; // leaks are not recorded: so under PIT, which has a session for each test of each mutant
        }
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        Reference<Object> sign = new WeakReference<>(new Object(), collected);
        while (collected.poll() != sign) {
            System.gc();
            Thread.onSpinWait();
        }
        PooledByteBufAllocator.DEFAULT.buffer(1).release();
    }
}
