// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.http.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sections of the reference, in the order in which a newcomer needs them. */
final class Sections {
    private static final List<Section> ALL = List.of(
            section("Tokens", "Access tokens for one room, for one user.", "token"),
            section("Calls", "A token and an agent in one request, and the rooms that came of it.", "call"),
            section("Dispatches", "What became of each agent that was sent for.", "dispatch"),
            section("Agents", "The agents that a tenant's calls and chats may have.", "agent"),
            section("Workers", "The workers that are run here for a tenant's agents.", "workers", "worker"),
            section("Phone numbers", "Whose numbers they are, and which agent answers each.", "number"),
            section(
                    "Phone calls",
                    "Who may call, the answer to a front end that reports a call, and whom agents may call.",
                    "phone_call",
                    "phone_settings",
                    "dial",
                    "dial_settings",
                    "outbound_trunk"),
            section(
                    "Phone costs",
                    "What calls by phone cost, by the prices of the tenant's carriers, and what was spent.",
                    "call_prices",
                    "call_spend"),
            section(
                    "Webhooks",
                    "What happens, sent to the tenant's own backend, signed and in order.",
                    "webhook_endpoint",
                    "event"),
            section("Room events", "What a tenant's LiveKit says happened in its rooms: its webhooks.", "room_event"),
            section("Usage", "What a tenant used: calls, agents, and the time of people and agents in rooms.", "usage"),
            section("Users", "Who may no longer enter a tenant's rooms.", "user"),
            section("Credentials", "A tenant's own LiveKit project, webhook secrets and upstream.", "credential"),
            section("API keys", "The keys of backends, pages and operators.", "api_key", "operator_key"),
            section("Master keys", "What wraps the tenants' data keys, and its change. For operators.", "master_key"),
            section("Tenants", "Customers, with their policies. For operators.", "tenant"),
            section("Deleted tenants", "The receipts of deletions. For operators.", "deleted_tenant"),
            section("Shared servers", "LiveKit servers that several tenants may use. For operators.", "shared_server"),
            section("Sessions", "App users who are signed in, and their short-lived tokens for agents.", "session"),
            section("Accounts", "App users who sign in with a password that is kept here.", "account"),
            section("OIDC issuers", "The identity providers that vouch for a tenant's app users.", "oidc_issuer"),
            section("Hosts", "The host names at which a tenant's app users sign in. For operators.", "host"),
            section("Signing keys", "The keys that sign app users' tokens for agents. For operators.", "signing_key"),
            section("Chat users", "Whom agents see in place of app users.", "chat_user", "chat_user_policy"),
            section("Realtime", "The WebSocket on which app users talk with agents.", "realtime"),
            section("Chats", "What an app user and an agent said, as a file to keep.", "chat"),
            section("Files", "What app users upload for agents.", "file"),
            section("Profiles", "A tenant's access to Claude, and whose runs take which.", "profile"),
            section("Runs", "Tasks that several Claude agents solve together, in one of five patterns.", "run"),
            section(
                    "Model leases",
                    "Short-lived access to an agent's model, for workers without a key.",
                    "model_lease"),
            section("Models", "The vendor's own API, called with a model lease in place of a key.", "model"),
            section("Model budgets", "The most that runs and leases may use of models.", "model_budget"),
            section("Model usage", "What runs and leases used of models, and what it cost.", "model_usage"),
            section("Evidence", "Whether a tenant is isolated, check by check, signed.", "evidence"),
            section("Audit", "The chain of everything that was granted and changed.", "audit"));

    private static final Section PLATFORM = section(
            "Platform", "Health, metrics, version and this reference.", "documents", "health", "metrics", "version");

    private static final Map<String, Section> BY_FEATURE = byFeature();

    /**
     * A section.
     *
     * @param name     its heading
     * @param about    what it is about, in a sentence; "" if that is not known
     * @param features the features it has the routes of: the first words of their actions
     */
    record Section(String name, String about, List<String> features) {}

    private Sections() {}

    private static Section section(String name, String about, String... features) {
        return new Section(name, about, List.of(features));
    }

    private static Map<String, Section> byFeature() {
        return Stream.concat(ALL.stream(), Stream.of(PLATFORM))
                .flatMap(section -> section.features().stream().map(feature -> Map.entry(feature, section)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The section of a route. */
    static Section of(Route<?> route) {
        String feature = route.operation().tag();
        Section known = BY_FEATURE.get(feature);
        return known == null ? section(title(feature) + 's', "", feature) : known;
    }

    /** The sections that these routes are in, in order. */
    static List<Section> of(List<Route<?>> routes) {
        return routes.stream()
                .map(Sections::of)
                .distinct()
                .sorted(Comparator.comparingInt(Sections::place).thenComparing(Section::name))
                .toList();
    }

    /** The platform's own comes last, after features that have no place yet. */
    private static int place(Section section) {
        int place = ALL.indexOf(section);
        return place >= 0 ? place : section.equals(PLATFORM) ? ALL.size() + 1 : ALL.size();
    }

    private static String title(String feature) {
        String words = feature.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
