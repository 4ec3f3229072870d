package dev.reactivetoken;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

/** The map of the house: which package there is, and which may know which. */
@AnalyzeClasses(packages = "dev.reactivetoken", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

    private static final String HOME = "dev.reactivetoken";

    @ArchTest
    static final ArchRule a_package_knows_only_those_below_it = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("token")
            .definedBy(HOME + ".token..") // values
            .layer("endpoint")
            .definedBy(HOME + ".endpoint..") // speaking to a token endpoint
            .layer("grant")
            .definedBy(HOME + ".grant..") // what we ask for
            .layer("auth")
            .definedBy(HOME + ".auth..") // who we are
            .layer("provider")
            .definedBy(HOME + ".provider..") // presets as data
            .layer("root")
            .definedBy(HOME) // the source and its engine
            .layer("bearer")
            .definedBy(HOME + ".bearer..") // using tokens on other people's HTTP
            .layer("micrometer")
            .definedBy(HOME + ".micrometer..") // meters and observations
            .layer("spring")
            .definedBy(HOME + ".spring..") // WebFlux, Security, Gateway, Boot: one package each
            .layer("proxy")
            .definedBy(HOME + ".proxy..") // the sidecar
            .layer("cli")
            .definedBy(HOME + ".cli") // the command rtoken
            .layer("demo")
            .definedBy(HOME + ".cli.demo..") // the scenarios of rtoken demo
            .layer("testing")
            .definedBy(HOME + ".testing") // what tests of users need
            .layer("server")
            .definedBy(HOME + ".testing.server..") // the embedded authorization server
            .whereLayer("token")
            .mayNotAccessAnyLayer()
            .whereLayer("endpoint")
            .mayOnlyAccessLayers("token")
            .whereLayer("grant")
            .mayOnlyAccessLayers("token", "endpoint")
            .whereLayer("auth")
            .mayOnlyAccessLayers("token", "endpoint")
            .whereLayer("provider")
            .mayOnlyAccessLayers("token", "endpoint", "grant", "auth")
            .whereLayer("root")
            .mayOnlyAccessLayers("token", "endpoint", "grant", "auth", "provider")
            .whereLayer("bearer")
            .mayOnlyAccessLayers("token", "endpoint", "root")
            .whereLayer("micrometer")
            .mayOnlyAccessLayers("token", "root")
            .whereLayer("spring")
            .mayOnlyAccessLayers("token", "endpoint", "grant", "auth", "provider", "root", "bearer", "micrometer")
            .whereLayer("proxy")
            .mayOnlyAccessLayers("token", "endpoint", "root", "bearer")
            .whereLayer("testing")
            .mayOnlyAccessLayers("token", "endpoint", "root")
            .whereLayer("demo")
            .mayOnlyAccessLayers("token", "endpoint", "auth", "provider", "root", "server")
            .whereLayer("demo")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("server")
            .mayNotAccessAnyLayer()
            .withOptionalLayers(true)
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching(HOME + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule values_depend_on_the_jdk_alone = classes()
            .that(resideInAPackage(HOME + ".token.."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(HOME + ".token..", "java..", "org.jspecify.annotations.."));

    @ArchTest
    static final ArchRule reactor_netty_lives_only_where_the_wire_is = noClasses()
            .that(resideInAPackage(HOME + "..")
                    .and(resideInAnyPackage(
                                    HOME + ".endpoint..",
                                    HOME + ".testing.server..",
                                    HOME + ".proxy..",
                                    HOME + ".cli..",
                                    HOME + ".spring.boot..",
                                    HOME + ".spring.gateway..")
                            .negate())
                    .and(nameMatching(".*\\.bearer\\.(BearerHttpClient|AuthorizationDecorator|PendingWriteHandler).*")
                            .negate()))
            .should()
            .dependOnClassesThat(resideInAnyPackage("reactor.netty..", "io.netty.."));

    @ArchTest
    static final ArchRule jackson_lives_in_one_reader_and_one_writer = noClasses()
            .that()
            .haveNameNotMatching(".*\\.endpoint\\.Json(Object|Writer)(\\$.*)?")
            .should()
            .dependOnClassesThat(resideInAPackage("tools.jackson.."));

    @ArchTest
    static final ArchRule optional_jars_stay_in_the_packages_that_need_them = noClasses()
            .that(resideInAnyPackage(
                            HOME + ".cli..",
                            HOME + ".testing.server..",
                            HOME + ".micrometer..",
                            HOME + ".spring..",
                            HOME + ".proxy..")
                    .negate())
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("picocli..", "org.springframework..", "io.micrometer..", "io.lettuce.."));

    @ArchTest
    static final ArchRule spring_stays_in_its_package = noClasses()
            .that(resideInAnyPackage(HOME + ".spring..").negate())
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.springframework.."));

    @ArchTest
    static final ArchRule a_package_for_spring_needs_no_more_of_it_than_its_name_says = CompositeArchRule.of(noClasses()
                    .that(resideInAPackage(HOME + ".spring.."))
                    .and(resideInAPackage(HOME + ".spring.boot..").negate())
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("org.springframework.boot..", HOME + ".spring.boot..")))
            .and(noClasses()
                    .that(resideInAnyPackage(HOME + ".spring", HOME + ".spring.gateway.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("org.springframework.security..", HOME + ".spring.security..")))
            .and(noClasses()
                    .that(resideInAnyPackage(HOME + ".spring", HOME + ".spring.security.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("org.springframework.cloud..", HOME + ".spring.gateway..")));

    @ArchTest
    static final ArchRule nothing_blocks = noClasses()
            .that(resideInAnyPackage(HOME + ".cli..", HOME + ".testing.server..")
                    .negate())
            .should()
            .callMethodWhere(target(nameMatching("block|blockFirst|blockLast|blockOptional|sleep|park|await")));
}
