package dev.reactivetoken.benchmarks.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The versions of what is measured, as Maven resolved them when this jar was built. */
public final class Versions {

    private static final Map<String, String> ALL = read();

    private Versions() {}

    /** @param artifact as {@code group:artifact} */
    public static String of(String artifact) {
        return ALL.getOrDefault(artifact, "?");
    }

    private static Map<String, String> read() {
        Map<String, String> versions = new TreeMap<>();
        try (InputStream list = Versions.class.getResourceAsStream("/versions.txt")) {
            for (String line : new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                // group:artifact:type[:classifier]:version:scope
                String[] parts = line.replaceAll("\u001B\\[[0-9;]*m", "").trim().split("[: ]");
                if (parts.length >= 5) {
                    int version = parts[3].matches("\\d.*") ? 3 : 4;
                    versions.put(parts[0] + ':' + parts[1], parts[version]);
                }
            }
        } catch (IOException | NullPointerException e) {
            System.err.println("no versions.txt in the jar: built without Maven?");
        }
        return versions;
    }
}
