package dev.stagedoor.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.stagedoor.app.Server;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.devmode.Installation;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floors of ARCHITECTURE.md: imports only go downstairs. */
class FloorsTest {
    /** From the ground up. Packages on one floor do not import each other. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("kernel", "processes"),
            List.of("json"),
            List.of("postgres"),
            // The foundation. Data keys are rows, so crypto stands on db.
            List.of("db"),
            List.of("config", "crypto", "egress", "http", "jobs"),
            List.of("audit"),
            // The features, in the order written: each may use those before it.
            List.of("idempotency"),
            List.of("tenants"),
            List.of("access"),
            List.of("usage"),
            List.of("limits"),
            List.of("vault"),
            List.of("agents", "projects"),
            List.of("dispatch", "tokens"),
            List.of("calls"),
            List.of("commands"),
            List.of("doctor"),
            List.of("app"),
            List.of("devmode"),
            List.of("dev"));

    /** The main classes of the modules that have floors, and nothing else. */
    private static final JavaClasses SERVER = new ClassFileImporter()
            .importUrls(Stream.of(
                            Secret.class, EmbeddedPostgres.class, Database.class, Server.class, Installation.class)
                    .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                    .toList());

    private static final Map<String, Integer> FLOOR_OF = new HashMap<>();

    static {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            for (String name : FLOORS.get(floor)) {
                FLOOR_OF.put(name, floor);
            }
        }
    }

    @Test
    void imports_only_go_downstairs() {
        List<String> upstairs = new ArrayList<>();
        for (JavaClass type : SERVER) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                upstairs(type, dependency).ifPresent(upstairs::add);
            }
        }
        assertThat(upstairs).as("imports that do not go downstairs").isEmpty();
    }

    private static Optional<String> upstairs(JavaClass from, Dependency dependency) {
        String here = feature(from);
        String there = feature(dependency.getTargetClass());
        if (here.equals(there) || !FLOOR_OF.containsKey(there) || !FLOOR_OF.containsKey(here)) {
            return Optional.empty();
        }
        return FLOOR_OF.get(there) < FLOOR_OF.get(here)
                ? Optional.empty()
                : Optional.of(here + " -> " + there + ": " + dependency.getDescription());
    }

    @Test
    void every_package_has_a_floor() {
        TreeSet<String> homeless = new TreeSet<>();
        for (JavaClass type : SERVER) {
            if (!FLOOR_OF.containsKey(feature(type))) {
                homeless.add(type.getPackageName());
            }
        }
        assertThat(homeless).as("packages without a floor").isEmpty();
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.stagedoor.(*)..").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void stores_and_routes_stay_behind_the_wall_of_their_package() {
        classes()
                .that(new DescribedPredicate<JavaClass>("are stores or routes") {
                    @Override
                    public boolean test(JavaClass type) {
                        String name = type.getSimpleName();
                        return name.endsWith("Store")
                                || (name.endsWith("Routes") && !feature(type).equals("http"));
                    }
                })
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .check(SERVER);
    }

    @Test
    void only_stores_and_the_database_itself_speak_sql() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Store")
                .and()
                .resideOutsideOfPackages("dev.stagedoor.db", "dev.stagedoor.audit", "dev.stagedoor.postgres")
                .should()
                .callMethodWhere(new DescribedPredicate<>("it is a statement of JDBI") {
                    @Override
                    public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                        return call.getTargetOwner().getName().equals("org.jdbi.v3.core.Handle")
                                || (call.getTargetOwner().isEquivalentTo(Tx.class)
                                        && Set.of("query", "update").contains(call.getName()));
                    }
                })
                .check(SERVER);
    }

    /** The feature a class belongs to: the part of its package after {@code dev.stagedoor}. */
    private static String feature(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith("dev.stagedoor.")) {
            return "";
        }
        String rest = name.substring("dev.stagedoor.".length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
