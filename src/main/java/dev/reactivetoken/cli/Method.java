package dev.reactivetoken.cli;

import dev.reactivetoken.auth.ClientAuthentication;
import java.util.Locale;

/** How the client proves who it is, as named on the command line. */
enum Method {
    BASIC,
    BASIC_RAW,
    POST,
    NONE;

    ClientAuthentication of(Identity identity, Surroundings surroundings) {
        return switch (this) {
            case BASIC -> ClientAuthentication.basic(identity.credential(surroundings));
            case BASIC_RAW -> ClientAuthentication.basicRaw(identity.credential(surroundings));
            case POST -> ClientAuthentication.post(identity.credential(surroundings));
            case NONE -> ClientAuthentication.none(identity.clientId(surroundings));
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
