package dev.reactivetoken.benchmarks.report;

import dev.reactivetoken.benchmarks.harness.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Where and when a question was answered. */
record Environment(String date, String form, String machine, String jdk, double loadBefore) {

    static Environment of(Session session) {
        return new Environment(
                LocalDate.now(ZoneOffset.UTC).toString(),
                session.form.name().toLowerCase(Locale.ROOT),
                hardware(),
                jvm(),
                session.loadBefore);
    }

    private static String hardware() {
        int cores = Runtime.getRuntime().availableProcessors();
        String os = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return cores + " cores" + processor() + ", " + os;
    }

    private static String jvm() {
        return ManagementFactory.getRuntimeMXBean().getVmName() + " " + System.getProperty("java.runtime.version");
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).trim() + ")")
                    .orElse("");
        } catch (IOException notLinux) {
            return "";
        }
    }
}
