package dev.reactivetoken.spring.boot;

import dev.reactivetoken.auth.AuthenticationMethod;
import dev.reactivetoken.provider.KnownProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/** Finds providers and authentication methods by every name that the library knows, and tells the nearest one. */
final class NamedValueConverter implements GenericConverter {

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(
                new ConvertiblePair(String.class, KnownProvider.class),
                new ConvertiblePair(String.class, AuthenticationMethod.class));
    }

    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
        String name = String.valueOf(source);
        if (name.isEmpty()) {
            return null;
        }
        return targetType.getType() == KnownProvider.class ? KnownProvider.of(name) : AuthenticationMethod.of(name);
    }
}
