package dev.reactivetoken.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        @Nullable String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "rtoken " + (version == null ? "(not from a jar)" : version),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name")
        };
    }
}
