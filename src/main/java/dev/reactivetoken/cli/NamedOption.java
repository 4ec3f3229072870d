package dev.reactivetoken.cli;

import dev.reactivetoken.auth.AuthenticationMethod;
import dev.reactivetoken.provider.KnownProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options whose value is a name of a list. */
final class NamedOption {

    private NamedOption() {}

    private abstract static class Converter<T> implements ITypeConverter<T> {

        private final Function<String, T> find;

        Converter(Function<String, T> find) {
            this.find = find;
        }

        @Override
        public T convert(String name) {
            try {
                return find.apply(name);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(String.valueOf(unknown.getMessage()));
            }
        }
    }

    private abstract static class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names(List<String> names) {
            super(names);
        }
    }

    static final class Provider extends Converter<KnownProvider> {
        Provider() {
            super(KnownProvider::of);
        }
    }

    static final class ProviderNames extends Names {
        private static final long serialVersionUID = 1L;

        ProviderNames() {
            super(KnownProvider.names());
        }
    }

    static final class Served extends Converter<Preset> {
        Served() {
            super(Preset::of);
        }
    }

    static final class ServedNames extends Names {
        private static final long serialVersionUID = 1L;

        ServedNames() {
            super(Preset.names());
        }
    }

    static final class Method extends Converter<AuthenticationMethod> {
        Method() {
            super(AuthenticationMethod::of);
        }
    }

    static final class MethodNames extends Names {
        private static final long serialVersionUID = 1L;

        MethodNames() {
            super(AuthenticationMethod.names());
        }
    }
}
