package dev.reactivetoken.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A host and a port, as {@code 127.0.0.1:8080} or {@code [::1]:8080}. */
record ListenAddress(String host, int port) {

    static ListenAddress of(InetSocketAddress bound) {
        return new ListenAddress(bound.getAddress().getHostAddress(), bound.getPort());
    }

    static final class Converter implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (!host.isEmpty() && port >= 0 && port <= 65_535) {
                    return new ListenAddress(host, port);
                }
            } catch (NumberFormatException notANumber) {
                // reported below
            }
            throw new TypeConversionException("is no address such as 127.0.0.1:8080 or [::1]:8080");
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
