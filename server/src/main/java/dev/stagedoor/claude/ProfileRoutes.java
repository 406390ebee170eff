// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.api.claude.ImportAnswer;
import dev.stagedoor.api.claude.ImportedLogin;
import dev.stagedoor.api.claude.NewProfile;
import dev.stagedoor.api.claude.ProfileChange;
import dev.stagedoor.api.claude.ProfileList;
import dev.stagedoor.api.claude.ProfileTest;
import dev.stagedoor.api.claude.ProfileView;
import dev.stagedoor.api.claude.SelectProfile;
import dev.stagedoor.api.claude.SelectedProfile;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Claude profiles over HTTP: below {@code /api/v1}, and under the paths of the first source. */
final class ProfileRoutes {
    private static final Access READ = new Access.TenantScope(Scope.PROFILES_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.PROFILES_WRITE);
    private static final String ROOT = "/api/v1/";
    private static final String ALIAS = "/api/claude-auth/";
    private static final String ALL = ROOT + "profiles";
    private static final String ONE = ALL + "/{profile}";
    private static final String SELECTED = ROOT + "selected-profile";
    private static final String USER = "user_id";
    private static final int LONGEST_USER = 256;

    private final Profiles profiles;
    private final Logins logins;
    private final Egress egress;
    private final ProfileViews views;

    ProfileRoutes(Profiles profiles, Logins logins, Egress egress, Clock clock) {
        this.profiles = profiles;
        this.logins = logins;
        this.egress = egress;
        this.views = new ProfileViews(clock);
    }

    List<Route<?>> all() {
        List<Route<?>> own = new ArrayList<>(profiles());
        own.addAll(selection());
        List<Route<?>> both = new ArrayList<>(Route.alsoUnderTenant(own));
        own.forEach(route -> both.add(route.at(ALIAS + route.path().substring(ROOT.length()))));
        return both;
    }

    private List<Route<?>> profiles() {
        return List.of(
                Route.get(ALL, READ)
                        .named("profile.list", "List the Claude profiles, never their secrets")
                        .answers(ProfileList.class)
                        .query(Route.PAGED)
                        .by(this::list),
                Route.get(ONE, READ)
                        .named("profile.get", "Get a Claude profile")
                        .answers(ProfileView.class)
                        .by(this::get),
                Route.post(ALL, WRITE)
                        .named("profile.create", "Create a Claude profile of an API key or a gateway")
                        .takes(NewProfile.class)
                        .answers(ProfileView.class)
                        .by(this::create),
                Route.patch(ONE, WRITE)
                        .named("profile.update", "Rename a Claude profile, or replace its secret")
                        .takes(ProfileChange.class)
                        .answers(ProfileView.class)
                        .by(this::change),
                Route.delete(ONE, WRITE)
                        .named("profile.delete", "Delete a Claude profile and destroy its secret")
                        .by(this::delete),
                Route.post(ONE + "/test", WRITE)
                        .named("profile.test", "Make one real call of a few tokens with a Claude profile")
                        .answers(ProfileTest.class)
                        .by(this::test),
                Route.post(ROOT + "import-terminal-credentials", WRITE)
                        .named("profile.import", "Make a Claude profile of a terminal's credentials")
                        .takes(ImportedLogin.class)
                        .answers(ImportAnswer.class)
                        .by(this::imported));
    }

    private List<Route<?>> selection() {
        return List.of(
                Route.post(ONE + "/select", WRITE)
                        .named("profile.select", "Select a Claude profile for a user's next runs")
                        .answers(SelectedProfile.class)
                        .query(USER)
                        .by(this::select),
                Route.get(SELECTED, READ)
                        .named("profile.selected", "Show which Claude profile a user's next run takes")
                        .answers(SelectedProfile.class)
                        .query(USER)
                        .by(this::selected),
                Route.post(SELECTED, WRITE)
                        .named("profile.select_by_id", "Select a Claude profile for a user's next runs, by its id")
                        .takes(SelectProfile.class)
                        .answers(SelectedProfile.class)
                        .by((exchange, body) ->
                                select(exchange, body.profileId(), body.userId() == null ? "" : body.userId())),
                Route.delete(SELECTED, WRITE)
                        .named("profile.deselect", "End a user's selection of a Claude profile")
                        .query(USER)
                        .by(this::deselect));
    }

    private Reply list(Exchange exchange) {
        Page<ProfileView> page = profiles.list(exchange.principal(), exchange.tenant(), exchange.page())
                .map(views::of);
        return Reply.ok(new ProfileList(page.items(), page.next()));
    }

    private Reply get(Exchange exchange) {
        return Reply.ok(views.of(profiles.get(exchange.principal(), exchange.tenant(), exchange.path("profile"))));
    }

    private Reply create(Exchange exchange, NewProfile body) {
        ClaudeSecret secret = ClaudeSecret.of(body.apiKey(), body.gateway(), egress);
        return Reply.created(
                views.of(profiles.create(exchange.principal(), exchange.tenant(), body.profileName(), "", secret)));
    }

    private Reply change(Exchange exchange, ProfileChange body) {
        boolean renewed = body.apiKey() != null || body.gateway() != null;
        if (!renewed && body.profileName() == null) {
            throw Problem.invalid("profile_name", "is required, or an api_key, or a gateway");
        }
        return Reply.ok(views.of(profiles.change(
                exchange.principal(),
                exchange.tenant(),
                exchange.path("profile"),
                body.profileName(),
                renewed ? ClaudeSecret.of(body.apiKey(), body.gateway(), egress) : null)));
    }

    private Reply delete(Exchange exchange) {
        profiles.delete(exchange.principal(), exchange.tenant(), exchange.path("profile"));
        return Reply.nothing();
    }

    private Reply select(Exchange exchange) {
        return select(exchange, exchange.path("profile"), user(exchange));
    }

    private Reply select(Exchange exchange, String profile, String user) {
        Profiles.Shown shown = profiles.select(exchange.principal(), exchange.tenant(), profile, user);
        return Reply.ok(views.selected(user, Optional.of(shown)));
    }

    private Reply selected(Exchange exchange) {
        String user = user(exchange);
        return Reply.ok(views.selected(user, profiles.selection(exchange.principal(), exchange.tenant(), user)));
    }

    private Reply deselect(Exchange exchange) {
        profiles.deselect(exchange.principal(), exchange.tenant(), user(exchange));
        return Reply.nothing();
    }

    private Reply test(Exchange exchange) {
        Profiles.Tested tested = profiles.test(exchange.principal(), exchange.tenant(), exchange.path("profile"));
        Problem problem = tested.problem();
        return Reply.ok(new ProfileTest(
                problem == null ? Profile.Check.OK : problem.code().wire(),
                problem == null ? null : problem.detail(),
                tested.model(),
                tested.took().toMillis()));
    }

    private Reply imported(Exchange exchange, ImportedLogin body) {
        ClaudeSecret secret = logins.secret(body);
        boolean login = secret.method() == AuthMethod.TERMINAL_OAUTH;
        String user = body.userId() == null ? "" : body.userId();
        Profiles.Shown made =
                profiles.create(exchange.principal(), exchange.tenant(), Logins.name(body), login ? user : "", secret);
        String id = made.profile().id();
        boolean selected = profiles.selectFirst(exchange.principal().settled(), exchange.tenant(), id, user);
        return Reply.created(new ImportAnswer(
                id,
                made.profile().name(),
                body.claudeAiOauth() == null ? null : body.claudeAiOauth().subscriptionType(),
                selected,
                login ? Logins.NOTICE : null,
                views.of(made)));
    }

    private static String user(Exchange exchange) {
        String user = exchange.query(USER).orElse("");
        if (user.length() > LONGEST_USER) {
            throw Problem.invalid(USER, "must not be longer than " + LONGEST_USER + " characters");
        }
        return user;
    }
}
