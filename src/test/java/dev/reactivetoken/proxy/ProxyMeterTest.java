package dev.reactivetoken.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documentation of the proxy's meters says what is published, and the README what the documentation says. */
class ProxyMeterTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ProxyMeters meters = new MicrometerMeters(registry);

    private static List<String> tags(ProxyMeter meter) {
        return Arrays.stream(meter.getKeyNames()).map(KeyName::asString).toList();
    }

    @Test
    void nothing_is_published_that_is_not_documented() {
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsOnly(Arrays.stream(ProxyMeter.values())
                        .map(ProxyMeter::getName)
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void each_is_published_as_documented(ProxyMeter documented) {
        assertThat(registry.find(documented.getName()).meters()).isNotEmpty().allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getType()).isEqualTo(documented.getType());
            assertThat(id.getDescription()).isEqualTo(documented.getDescription());
            assertThat(id.getBaseUnit())
                    .isEqualTo(documented.getType() == Meter.Type.TIMER ? "seconds" : documented.getBaseUnit());
            assertThat(id.getTags()).extracting(Tag::getKey).containsExactlyElementsOf(tags(documented));
        });
    }

    @Test
    void a_request_that_broke_off_has_no_class_of_status() {
        meters.requestBegan();
        meters.requestEnded(0);
        meters.requestBegan();
        meters.requestEnded(404);
        meters.requestBegan();

        assertThat(requests("none")).isEqualTo(1);
        assertThat(requests("4xx")).isEqualTo(1);
        assertThat(registry.get(ProxyMeter.ACTIVE.getName()).gauge().value()).isEqualTo(1);
    }

    private double requests(String status) {
        return registry.get(ProxyMeter.REQUESTS.getName())
                .tag(ProxyMeter.Tag.STATUS.asString(), status)
                .counter()
                .count();
    }

    @Test
    void the_table_in_the_readme_is_the_documentation() throws IOException {
        String table = Arrays.stream(ProxyMeter.values())
                .map(meter -> "| `" + meter.getName() + "` | "
                        + meter.getType().name().toLowerCase(Locale.ROOT)
                        + (meter.getBaseUnit() == null ? "" : ", " + meter.getBaseUnit()) + " | "
                        + tags(meter).stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "))
                        + " | " + meter.getDescription() + " |\n")
                .collect(Collectors.joining());

        assertThat(Files.readString(Path.of("README.md")))
                .contains("<!-- proxy meters -->\n| meter | type | tags | what it counts |\n|---|---|---|---|\n" + table
                        + "<!-- /proxy meters -->");
    }
}
