package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserClassPathTest {

    @Test
    void a_user_gets_the_versions_that_the_tests_have() throws Exception {
        UserClassPath user = UserClassPath.ofThisBuild();

        assertThat(user.versions())
                .containsKeys(
                        "io.netty:netty-handler",
                        "io.projectreactor:reactor-core",
                        "io.projectreactor.netty:reactor-netty-core",
                        "tools.jackson.core:jackson-core",
                        "io.github.resilience4j:resilience4j-core")
                .isEqualTo(user.testedVersions());
    }
}
