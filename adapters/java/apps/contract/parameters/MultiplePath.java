package apps.contract.parameters;

import apps.contract.constraints.Identifier;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The parameters of /path/multiple. */
public record MultiplePath(
        @JsonProperty("user_id") @Identifier String userId,
        @JsonProperty("post_id") @Identifier String postId) {
}
