package dev.reactivetoken.cli;

import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.testing.server.Profile;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A provider that has a name on the command line, as a client and as a server sees it. */
record Preset(Provider provider, Profile profile, List<String> scopes, String call) {

    private static final List<String> TOKEN_SERVICE =
            List.of(Barracuda.ESS_ACCOUNT_READ, Barracuda.FORENSICS_ACCOUNT_READ, Barracuda.FORENSICS_ACCOUNT_WRITE);
    private static final List<String> ECHOPLATFORM = List.of(
            Barracuda.PARTNERS_READ,
            Barracuda.ACCOUNTS_READ,
            Barracuda.ACCOUNTS_WRITE,
            Barracuda.COMPUTERS_READ,
            Barracuda.COMPUTERS_WRITE);

    static final List<Preset> ALL =
            List.of(tokenService(Region.US), tokenService(Region.UK), echoplatform(Region.US), echoplatform(Region.UK));

    private static Preset tokenService(Region region) {
        return new Preset(
                Barracuda.tokenService(region), Profile.BARRACUDA_TOKEN_SERVICE, TOKEN_SERVICE, "/beta/accounts/ess");
    }

    private static Preset echoplatform(Region region) {
        return new Preset(Barracuda.echoplatform(region), Profile.ECHOPLATFORM, ECHOPLATFORM, "/v1/accounts");
    }

    String name() {
        return provider.name();
    }

    @Override
    public String toString() {
        return name();
    }

    static List<String> names() {
        return ALL.stream().map(Preset::name).toList();
    }

    static final class Converter implements ITypeConverter<Preset> {
        @Override
        public Preset convert(String name) {
            return ALL.stream()
                    .filter(each -> each.name().equals(name))
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
}
