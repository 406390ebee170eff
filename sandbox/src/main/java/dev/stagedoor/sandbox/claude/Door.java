// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.claude.ClaudeCall.Ending;
import dev.stagedoor.sandbox.claude.server.HttpExchange;
import dev.stagedoor.sandbox.claude.server.HttpHandler;
import dev.stagedoor.sandbox.claude.server.HttpRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API's paths and its order of checks: size, path, key, version, body, limits, script, validation. */
final class Door implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final String MESSAGES = "/v1/messages";
    private static final String COUNT = "/v1/messages/count_tokens";
    private static final String MODELS = "/v1/models";
    private static final String BEARER = "Bearer ";
    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 1_000;

    private final ClaudeSettings settings;
    private final Set<String> keys;
    private final Script script;
    private final ClaudeCalls calls;
    private final RateLimits limits;
    private final PromptCache cache;
    private final Ids ids;
    private final Composer composer;

    Door(ClaudeSettings settings, Set<String> keys, Script script, ClaudeCalls calls) {
        this.settings = settings;
        this.keys = keys;
        this.script = script;
        this.calls = calls;
        this.limits = new RateLimits(settings.requestsPerMinute());
        this.cache = new PromptCache(settings.cachedFrom());
        this.ids = new Ids(settings.seed());
        this.composer = new Composer(ids);
    }

    void forget(String key) {
        limits.forget(key);
    }

    @Override
    public void handle(HttpRequest request, HttpExchange exchange) throws IOException, InterruptedException {
        ClaudeCall call = new ClaudeCall(settings.clock().instant(), key(request), request);
        calls.add(call);
        Responder responder = new Responder(exchange, call, ids.request(), settings.clock());
        try {
            answer(request, call, responder);
        } catch (ApiError error) {
            responder.error(error);
        } catch (IOException | InterruptedException gone) {
            call.ended(Ending.CLIENT_LEFT, settings.clock().instant());
            throw gone;
        } catch (RuntimeException e) {
            LOG.error("the Claude sandbox failed on {}", request.path(), e);
            responder.error(ApiError.standard(500, null));
        } finally {
            call.parsed(null);
        }
    }

    private void answer(HttpRequest request, ClaudeCall call, Responder responder)
            throws ApiError, IOException, InterruptedException {
        if (request.tooLarge()) throw ApiError.standard(413, null);
        boolean reads = request.path().equals(MODELS) || request.path().startsWith(MODELS + "/");
        if (!reads && !Set.of(MESSAGES, COUNT).contains(request.path())) throw ApiError.standard(404, null);
        if (!request.method().equals(reads ? "GET" : "POST")) throw ApiError.standard(405, null);
        authenticate(request, call.key());
        JsonNode body = reads ? JsonNodeFactory.instance.objectNode() : Json.read(request.body());
        call.parsed(body);
        if (request.path().equals(MESSAGES)) {
            limits.take(call.key(), settings.clock().instant());
            responder.with(limits.headers(call.key()));
        }
        Answer scripted = script.answerTo(call);
        Thread.sleep(scripted.pace().before());
        if (scripted.kind() == Answer.Kind.FAILURE) throw scripted.error();
        if (scripted.kind() == Answer.Kind.HANG_UP) responder.hangUp();
        if (reads) responder.json(models(request));
        else if (request.path().equals(COUNT)) responder.json(counted(body));
        else message(body, call, scripted, responder);
    }

    private void authenticate(HttpRequest request, String key) throws ApiError {
        boolean bearer = request.header("x-api-key") == null;
        if (key.isEmpty()) throw ApiError.of(401, "x-api-key header is required");
        if (!keys.contains(key)) throw ApiError.of(401, bearer ? "Invalid bearer token" : "invalid x-api-key");
        if (request.header("anthropic-version") == null) {
            throw ApiError.invalid("anthropic-version: header is required");
        }
    }

    private static String key(HttpRequest request) {
        String key = request.header("x-api-key");
        if (key != null) return key;
        String authorization = request.header("authorization");
        if (authorization == null || !authorization.startsWith(BEARER)) return "";
        return authorization.substring(BEARER.length()).strip();
    }

    private void message(JsonNode body, ClaudeCall call, Answer scripted, Responder responder)
            throws ApiError, IOException, InterruptedException {
        RequestCheck.check(body, false);
        Reply.Usage prompt = cache.count(
                call.key() + ' ' + call.model(),
                Prompt.blocks(body),
                settings.clock().instant());
        Reply composed = composer.compose(body, scripted, prompt);
        Reply reply = settings.inWords() ? composed.inWords() : composed;
        limits.spend(call.key(), settings.clock().instant(), reply.usage());
        responder.with(limits.headers(call.key()));
        if (body.path("stream").asBoolean()) responder.stream(reply, scripted.pace(), settings.perToken());
        else responder.whole(reply, scripted.pace(), settings.perToken());
    }

    private static ObjectNode counted(JsonNode body) throws ApiError {
        RequestCheck.check(body, true);
        return JsonNodeFactory.instance.objectNode().put("input_tokens", Prompt.tokens(Prompt.blocks(body)));
    }

    private static ObjectNode models(HttpRequest request) throws ApiError {
        if (!request.path().equals(MODELS)) {
            String id = request.path().substring(MODELS.length() + 1);
            return ClaudeModel.find(id)
                    .orElseThrow(() -> ApiError.of(404, "model: " + id))
                    .json();
        }
        List<ClaudeModel> after = after(request.parameter("after_id"));
        List<ClaudeModel> page = after.subList(0, Math.min(limit(request.parameter("limit")), after.size()));
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        ArrayNode data = list.putArray("data");
        page.forEach(model -> data.add(model.json()));
        return list.put("has_more", page.size() < after.size())
                .put("first_id", page.isEmpty() ? null : page.getFirst().id())
                .put("last_id", page.isEmpty() ? null : page.getLast().id());
    }

    private static List<ClaudeModel> after(@Nullable String id) {
        List<String> all = ClaudeModel.ALL.stream().map(ClaudeModel::id).toList();
        return ClaudeModel.ALL.subList(id == null ? 0 : all.indexOf(id) + 1, all.size());
    }

    private static int limit(@Nullable String limit) throws ApiError {
        if (limit == null) return PAGE;
        RequestCheck.demand(limit.matches("\\d{1,9}"), "limit: Input should be a valid integer");
        int size = Integer.parseInt(limit);
        RequestCheck.demand(size >= 1, "limit: Input should be greater than or equal to 1");
        RequestCheck.demand(size <= LARGEST_PAGE, "limit: Input should be less than or equal to 1000");
        return size;
    }
}
