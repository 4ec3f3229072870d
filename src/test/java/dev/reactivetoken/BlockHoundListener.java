package dev.reactivetoken;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/**
 * Installs BlockHound before the first test: from then on a call that blocks a thread of Reactor or Netty throws, in
 * every test of this JVM. Named in {@code META-INF/services}.
 */
public final class BlockHoundListener implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        BlockHound.install(builder -> builder
                // Netty's short lock, parked on only when event loops allocate at the same moment
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
                // Spring Boot's validation of the gateway's filters, which binds them at the first requests
                .allowBlockingCallsInside(
                        "org.hibernate.validator.internal.util.ConcurrentReferenceHashMap$Segment", "put")
                // Spring's random boundary between parts
                .allowBlockingCallsInside("org.springframework.util.MimeTypeUtils", "generateMultipartBoundary"));
    }
}
