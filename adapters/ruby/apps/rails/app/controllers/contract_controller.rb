# frozen_string_literal: true

# What the raw and the validated actions share: an action for each kind of answer.
class ContractController < ActionController::API
  wrap_parameters false
  rescue_from(Refusal) { |refusal| render json: { error: refusal.message }, status: refusal.status }

  private

  def endpoint
    Endpoint.named(params[:endpoint])
  end

  # The value of a JSON body; Rails keeps what is no object in a parameter.
  def body_json
    parameters = request.request_parameters
    parameters.keys == ["_json"] ? parameters["_json"] : parameters
  end

  def form_counts
    parts = request.request_parameters.values.flatten
    files, fields = parts.partition { |part| part.is_a?(ActionDispatch::Http::UploadedFile) }
    { files_received: files.size, fields_received: fields.size, total_bytes: files.sum(&:size) }
  end

  def path_texts
    request.path_parameters.stringify_keys.slice(*endpoint.names)
  end
end
