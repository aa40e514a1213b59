def get_context(context):
    context.title = "From the module"
