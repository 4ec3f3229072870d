package dev.reactivetoken.cli;

import dev.reactivetoken.auth.ClientAuthentication;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the client proves who it is, as named on the command line. */
enum Method {
    BASIC,
    BASIC_RAW,
    POST,
    NONE;

    ClientAuthentication of(Identity identity, ProcessEnvironment surroundings) {
        return switch (this) {
            case BASIC -> ClientAuthentication.basic(identity.credential(surroundings));
            case BASIC_RAW -> ClientAuthentication.basicRaw(identity.credential(surroundings));
            case POST -> ClientAuthentication.post(identity.credential(surroundings));
            case NONE -> ClientAuthentication.none(identity.clientId(surroundings));
        };
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Method::toString).toList();
    }

    static final class Converter implements ITypeConverter<Method> {
        @Override
        public Method convert(String name) {
            return Arrays.stream(values())
                    .filter(each -> each.toString().equals(name))
                    .findAny()
                    .orElseThrow(() -> new TypeConversionException("is none of " + String.join(", ", names())));
        }
    }

    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(names());
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
