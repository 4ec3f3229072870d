package dev.reactivetoken;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** After the last test: lets the collector find what was leaked, and Netty look at what it found. */
public final class LeakListener implements LauncherSessionListener {

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        for (int i = 0; i < 3; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
        }
    }
}
