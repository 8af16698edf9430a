package apps.contract;

import apps.contract.models.Large;
import apps.contract.models.Medium;
import apps.contract.models.Small;
import apps.contract.models.VeryLarge;
import apps.contract.parameters.ComplexForm;
import apps.contract.parameters.DatePath;
import apps.contract.parameters.DeepPath;
import apps.contract.parameters.FewQuery;
import apps.contract.parameters.IntegerPath;
import apps.contract.parameters.ManyQuery;
import apps.contract.parameters.MediumForm;
import apps.contract.parameters.MediumQuery;
import apps.contract.parameters.MultiplePath;
import apps.contract.parameters.SimpleForm;
import apps.contract.parameters.SimplePath;
import apps.contract.parameters.UuidPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The workloads, raw and validated. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    private Routes() {
        get("/health", (request, path) -> Map.of("status", "ok"));
        json("/json/small", Small.class);
        json("/json/medium", Medium.class);
        json("/json/large", Large.class);
        json("/json/very-large", VeryLarge.class);
        multipart("/multipart/small");
        multipart("/multipart/medium");
        multipart("/multipart/large");
        form("/urlencoded/simple", SimpleForm.class);
        form("/urlencoded/medium", MediumForm.class);
        form("/urlencoded/complex", ComplexForm.class);
        query("/query/few", FewQuery.class);
        query("/query/medium", MediumQuery.class);
        query("/query/many", ManyQuery.class);
        textPath("/path/simple/{id}", SimplePath.class);
        textPath("/path/multiple/{user_id}/{post_id}", MultiplePath.class);
        textPath("/path/deep/{org}/{team}/{project}/{resource}/{id}", DeepPath.class);
        typedPath("/path/int/{id}", IntegerPath.class);
        typedPath("/path/uuid/{uuid}", UuidPath.class);
        typedPath("/path/date/{date}", DatePath.class);
    }

    public static List<Route> all() {
        return List.copyOf(new Routes().routes);
    }

    private void json(String template, Class<?> type) {
        post(template, (request, path) -> Json.tree(request.body()));
        post("/validated" + template, (request, path) -> Json.valid(request.body(), type));
    }

    private void multipart(String template) {
        post(template, (request, path) -> request.parts());
        post("/validated" + template, (request, path) -> withFile(request.parts()));
    }

    private static Counts withFile(Counts counts) {
        if (counts.files() == 0) {
            throw Refusal.invalid("the form has no file");
        }
        return counts;
    }

    private void form(String template, Class<? extends Record> type) {
        var parameters = new Parameters<>(type);
        post(template, (request, path) -> Fields.asGiven(request.form()));
        post("/validated" + template, (request, path) -> parameters.valid(request.form()));
    }

    private void query(String template, Class<? extends Record> type) {
        var parameters = new Parameters<>(type);
        get(template, (request, path) -> Fields.asGiven(request.query()));
        get("/validated" + template, (request, path) -> parameters.valid(request.query()));
    }

    private void textPath(String template, Class<? extends Record> type) {
        var parameters = new Parameters<>(type);
        get(template, (request, path) -> Fields.asGiven(path));
        get("/validated" + template, (request, path) -> parameters.valid(path));
    }

    private void typedPath(String template, Class<? extends Record> type) {
        var parameters = new Parameters<>(type);
        get(template, (request, path) -> parameters.bound(path));
        get("/validated" + template, (request, path) -> parameters.valid(path));
    }

    private void get(String template, Handler handler) {
        routes.add(Route.of("GET", template, handler));
    }

    private void post(String template, Handler handler) {
        routes.add(Route.of("POST", template, handler));
    }
}
